package bz.ceiba.platform.xroad;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a container. All sentences are without a full stop.
 *
 * @param sender the member or subsystem that sent the message, as X-Road writes it, or null if that can't be read
 * @param signer the subject of the certificate that signed, or null if there is none
 * @param signedAt when the signer says that he signed, or null
 * @param stampedAt when the time-stamp authority saw the signature, or null without a time-stamp
 * @param findings what is wrong; the container is whole when there is none
 * @param notes what the reader should know besides
 */
public record ContainerReport(
        @Nullable String sender,
        @Nullable String signer,
        @Nullable Instant signedAt,
        @Nullable Instant stampedAt,
        List<String> findings,
        List<String> notes) {
    public ContainerReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    public boolean isWhole() {
        return findings.isEmpty();
    }
}
