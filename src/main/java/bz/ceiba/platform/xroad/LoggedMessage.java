package bz.ceiba.platform.xroad;

import org.jspecify.annotations.Nullable;

/**
 * A message as it was sent or received.
 *
 * @param body its body, or null without one
 * @param signed by whom it was sent, or null for a request of an information system that signs nothing
 */
record LoggedMessage(
        RestMessage head, byte @Nullable [] body, @Nullable Signed signed) {
    byte @Nullable [] bodyDigest() {
        return body == null ? null : Digests.sha512(body);
    }
}
