package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.LocalizedText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a rule of risk. All that it can do is refer a traveller to an officer.
 *
 * @param expression in CEL; true of whom it means
 * @param reason that the officer and the traveller read
 * @param legalGround which law lets it look at nationality, sex or age; empty when it does not
 * @param state DRAFT, LIVE, ENDED, DECLINED or RECALLED
 * @param rehearsal whom it would have referred, or null before it was tried
 */
public record Rule(
        String rule,
        int version,
        LocalizedText title,
        String expression,
        LocalizedText reason,
        String legalGround,
        Instant effectiveFrom,
        @Nullable Instant effectiveUntil,
        String state,
        @Nullable Rehearsal rehearsal,
        String draftedBy,
        String draftedByName,
        @Nullable String decidedByName) {
    /**
     * What came of trying a rule on past crossings.
     *
     * @param screened how many were looked at
     * @param flagged how many it would have referred
     * @param nations the same by nationality, the most first
     */
    public record Rehearsal(Instant at, int screened, int flagged, List<Nation> nations) {
        public Rehearsal {
            nations = List.copyOf(nations);
        }
    }

    /** Of one nationality. */
    public record Nation(String code, int screened, int flagged) {}

    boolean isEffective(Instant at) {
        return state.equals("LIVE")
                && !at.isBefore(effectiveFrom)
                && (effectiveUntil == null || at.isBefore(effectiveUntil));
    }
}
