package bz.ceiba.platform.xroad;

import org.jspecify.annotations.Nullable;

/**
 * A message as it was sent or received.
 *
 * @param body its body, or null without one
 * @param signed by whom it was sent, or null for a request of an information system that signs nothing
 */
record LoggedMessage(
        RestMessage head, @Nullable Body body, @Nullable Signed signed) implements AutoCloseable {
    byte @Nullable [] bodyDigest() {
        return body == null ? null : body.digest();
    }

    @Override
    public void close() {
        if (body != null) {
            body.close();
        }
    }
}
