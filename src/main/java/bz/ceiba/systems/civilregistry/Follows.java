package bz.ceiba.systems.civilregistry;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody reads of an entry.
 *
 * @param child how the child is called, or empty
 * @param identity the child's number, for the child and its parents only, or null
 * @param nameUntil until when a first name may be given
 */
public record Follows(
        Reference entry,
        Kind kind,
        String child,
        LocalDate bornOn,
        ChildNumber number,
        @Nullable String identity,
        LocalDate nameUntil) {}
