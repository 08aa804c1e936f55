package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Of whom a record of the register is, as one of its versions says.
 *
 * @param id of the record; 0 before it is recorded
 * @param number the identity number, if it was known to the court
 * @param given all given names as recorded
 * @param family all family names as recorded
 * @param aliases other names, each in full
 * @param sex F, M or null
 * @param birthPlace as recorded, or null
 * @param district by its identifier in the country pack, or null
 */
public record PersonEntry(
        long id,
        int version,
        @Nullable PersonNumber number,
        String given,
        String family,
        List<String> aliases,
        BirthDate birth,
        @Nullable String sex,
        @Nullable String birthPlace,
        @Nullable String district) {
    public PersonEntry {
        aliases = List.copyOf(aliases);
    }

    public String name() {
        return (given + " " + family).strip();
    }

    Optional<PersonNumber> knownNumber() {
        return Optional.ofNullable(number);
    }

    /** The number by which officers name the record. */
    public String recordNumber() {
        return recordNumber(id);
    }

    static String recordNumber(long id) {
        return String.format(Locale.ROOT, "CR %06d", id);
    }
}
