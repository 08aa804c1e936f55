package bz.ceiba.platform.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of an agreement with what became of it.
 *
 * @param digest SHA-256 of its text, in hexadecimal
 * @param fromFile whether it came with the program and nobody signed it here
 * @param draftedByName null when it came with the program
 */
public record AgreementRecord(
        Agreement agreement,
        String digest,
        boolean fromFile,
        State state,
        @Nullable String draftedByName,
        @Nullable String draftedFor,
        Instant draftedAt,
        @Nullable Instant signedAt,
        @Nullable Ending ending,
        List<Signature> signatures) {
    public enum State {
        /** One side wrote it; it counts for nothing until both have signed. */
        DRAFT,
        SIGNED,
        /** A draft that somebody took back or replaced. */
        WITHDRAWN
    }

    public enum Side {
        CONSUMER,
        PROVIDER;

        String agency(Agreement agreement) {
            return switch (this) {
                case CONSUMER -> agreement.consumer();
                case PROVIDER -> agreement.provider();
            };
        }
    }

    public record Signature(Side side, String agency, String person, String name, Instant at) {}

    public record Ending(Instant at, String byName, String agency, String reason) {}

    public AgreementRecord {
        signatures = List.copyOf(signatures);
    }

    public Optional<Signature> signature(Side side) {
        return signatures.stream().filter(one -> one.side() == side).findFirst();
    }

    /** Whether it ever counted, or will: signed, and not ended before its first day. */
    boolean counts() {
        return state == State.SIGNED && (ending == null || !endedOn(ending).isBefore(agreement.from()));
    }

    private static LocalDate endedOn(Ending ending) {
        return LocalDate.ofInstant(ending.at(), bz.ceiba.platform.kernel.Country.ZONE);
    }
}
