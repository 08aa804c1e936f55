package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which records of the register are an applicant's. */
@Component
class Holdings {
    private final Register register;
    private final Screenings screenings;

    Holdings(Register register, Screenings screenings) {
        this.register = register;
        this.screenings = screenings;
    }

    /**
     * The records that officers judged to be the applicant's, and those that name his number, unless an officer judged that
     * they are somebody else's; with their convictions, as they stand.
     */
    Map<PersonEntry, List<Conviction>> of(CaseNumber number, PersonNumber applicant) {
        List<Screened> screened = screenings.of(number);
        Set<Long> others = new HashSet<>();
        Map<PersonEntry, List<Conviction>> records = new LinkedHashMap<>();
        for (Screened candidate : screened) {
            if (candidate.is(Verdict.YES)) {
                register.find(candidate.person()).ifPresent(p -> records.put(p, register.convictions(p.id())));
            } else if (candidate.is(Verdict.NO)) {
                others.add(candidate.person());
            }
        }
        for (PersonEntry person : register.byNumber(applicant)) {
            if (!others.contains(person.id())) {
                records.put(person, register.convictions(person.id()));
            }
        }
        return records;
    }
}
