package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the register is asked about.
 *
 * @param names all names in full, the one in use first: also those before marriage and those he says he has used
 * @param sex F, M or null
 * @param district by its identifier in the country pack, or null
 */
record Applicant(
        PersonNumber number,
        List<String> names,
        BirthDate birth,
        @Nullable String sex,
        @Nullable String district) {
    Applicant {
        names = List.copyOf(names);
    }
}
