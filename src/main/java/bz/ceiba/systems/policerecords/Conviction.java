package bz.ceiba.systems.policerecords;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A conviction, as one of its versions says.
 *
 * @param id of the conviction; 0 before it is recorded
 * @param person the record it belongs to
 * @param reference the court's case reference
 * @param offenceOn the day of the offence, or null when the court named none
 * @param sentence as the court said it
 * @param months the length of the sentence, or null for none or no end, such as for life
 * @param endsOn the last day of the sentence, or null when it has none or it is not known
 * @param juvenile whether the person was under age at the offence
 * @param sealed by order of a court
 * @param annulled found wrong or quashed: it counts for nothing
 */
public record Conviction(
        long id,
        int version,
        long person,
        String court,
        String reference,
        String offence,
        Category category,
        @Nullable LocalDate offenceOn,
        LocalDate convictedOn,
        String sentence,
        SentenceKind kind,
        @Nullable Integer months,
        @Nullable LocalDate endsOn,
        boolean juvenile,
        boolean sealed,
        boolean annulled) {
    Conviction sealedByCourt() {
        return copy(person, true);
    }

    /** The same in the record of a person. */
    Conviction of(long newPerson) {
        return copy(newPerson, sealed);
    }

    private Conviction copy(long newPerson, boolean newSealed) {
        return new Conviction(
                id,
                version,
                newPerson,
                court,
                reference,
                offence,
                category,
                offenceOn,
                convictedOn,
                sentence,
                kind,
                months,
                endsOn,
                juvenile,
                newSealed,
                annulled);
    }
}
