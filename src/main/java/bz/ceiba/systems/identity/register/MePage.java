package bz.ceiba.systems.identity.register;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads of himself at a glance.
 *
 * @param name as he writes it, or a company's
 * @param own whether it is the reader himself, not somebody for whom he acts
 * @param lockedAt since when the number is locked, or null
 * @param actors who may act for him
 * @param represented for whom he may act
 */
public record MePage(
        String name,
        boolean own,
        List<Fact> facts,
        @Nullable Instant lockedAt,
        List<Right> actors,
        List<Right> represented) {
    /**
     * Something that the register says.
     *
     * @param proof who verified it and when, in words
     */
    public record Fact(String name, String value, String proof) {}

    /**
     * Who may act, or for whom.
     *
     * @param words why, until when and in what
     */
    public record Right(String name, String words) {}

    public MePage {
        facts = List.copyOf(facts);
        actors = List.copyOf(actors);
        represented = List.copyOf(represented);
    }
}
