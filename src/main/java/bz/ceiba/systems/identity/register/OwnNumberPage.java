package bz.ceiba.systems.identity.register;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's number as he sees it.
 *
 * @param number in groups of four
 * @param lockedAt since when it is locked, or null
 */
public record OwnNumberPage(String number, @Nullable Instant lockedAt, List<Virtual> virtual) {
    /**
     * One of his virtual numbers.
     *
     * @param number in groups of four
     * @param until when it ends by itself, or null
     */
    public record Virtual(String number, @Nullable Instant until) {}
}
