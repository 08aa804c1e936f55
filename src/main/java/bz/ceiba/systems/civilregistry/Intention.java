package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That two people want to marry, or married abroad.
 *
 * @param one who gave notice
 * @param other whom he named, or null for somebody without a number
 * @param district where they want to marry, or null for abroad, as is the town
 */
public record Intention(
        CaseNumber caseNumber,
        PersonNumber one,
        String oneName,
        @Nullable PersonNumber other,
        String otherName,
        @Nullable String district,
        @Nullable String town,
        Instant receivedAt) {
    /** Whether it was one of the two who did something. */
    boolean isOwn(String actor) {
        return PersonNumber.parse(actor).filter(this::concerns).isPresent();
    }

    boolean concerns(PersonNumber person) {
        return person.equals(one) || person.equals(other);
    }
}
