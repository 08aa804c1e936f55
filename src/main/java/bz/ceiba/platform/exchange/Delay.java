package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.CaseNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order, or the request for one, by which an agency's look-ups for a case are shown to the person later.
 *
 * @param reason why the agency asks
 * @param askedUntil the last day that the agency asks for
 * @param decision what the court wrote
 * @param hiddenUntil from when on they are shown, or null without an order
 * @param liftedByName who ended it before its time, or null
 */
public record Delay(
        UUID id,
        CaseNumber caseNumber,
        String agency,
        String reason,
        LocalDate askedUntil,
        String askedBy,
        String askedByName,
        Instant askedAt,
        State state,
        @Nullable String decidedByName,
        @Nullable Instant decidedAt,
        @Nullable String decision,
        @Nullable Instant hiddenUntil,
        @Nullable String liftedByName) {
    public enum State {
        ASKED,
        GRANTED,
        DECLINED
    }

    public boolean hides(Instant now) {
        return hiddenUntil != null && now.isBefore(hiddenUntil);
    }
}
