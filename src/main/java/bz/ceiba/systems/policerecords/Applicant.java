package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private static final int MOST_OTHER_NAMES = 10;

    Applicant {
        names = List.copyOf(names);
    }

    /** The holder of a certificate, as far as its words and his application tell. */
    static Applicant of(CaseFile file, Planned certificate) {
        Set<String> names = new LinkedHashSet<>();
        names.add(certificate.data().path("holder").asString(""));
        names.add(file.personName());
        names.addAll(otherNames(file));
        names.remove("");
        return new Applicant(
                file.person(),
                List.copyOf(names),
                BirthDate.parse(certificate.data().path("born").asString("")),
                null,
                file.district());
    }

    /** The names that he says he has used. */
    static List<String> otherNames(CaseFile file) {
        return file.form()
                .path("otherNames")
                .asString("")
                .lines()
                .map(String::strip)
                .limit(MOST_OTHER_NAMES)
                .toList();
    }
}
