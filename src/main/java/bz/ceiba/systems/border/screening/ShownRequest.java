package bz.ceiba.systems.border.screening;

import java.time.Instant;
import java.util.List;

/** Somebody who is stopped each time, and for whom he may be taken. */
public record ShownRequest(
        String number, Traveller traveller, String story, Instant askedAt, List<Candidate> candidates) {
    /**
     * An entry that may be taken for him.
     *
     * @param key list and entry
     */
    public record Candidate(String key, String names, String births, Grade grade) {}

    public ShownRequest {
        candidates = List.copyOf(candidates);
    }
}
