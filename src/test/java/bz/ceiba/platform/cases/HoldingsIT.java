package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.oversight.CaseHolders.Holding;
import bz.ceiba.platform.oversight.CaseHolders.Looked;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which looks a case explains: those of who has it, at the person whose it is. */
@CeibaTest
class HoldingsIT {
    @Autowired
    TestPeople people;

    @Autowired
    Licences licences;

    @Autowired
    Cases cases;

    @Autowired
    Delegations delegations;

    @Autowired
    Holdings holdings;

    @Autowired
    Clock clock;

    @Test
    void whoHasACaseMayLookAtItsPersonAndColleaguesWhoHaveNothingToDoWithItMayNot() {
        Actor citizen = people.citizen();
        CaseFile file = licences.free(citizen);
        Actor holder = people.officer("police");
        Actor colleague = people.officer("police");
        Actor standIn = people.officer("police");
        PersonNumber other = people.citizen().person();
        Instant before = clock.instant();
        Looked early = look(file, colleague, citizen.person(), before);
        assertThat(holdings.holdings(List.of(early))).as("nobody has it").isEmpty();

        CaseFile claimed = cases.claim(holder, file.number(), file.revision());
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        delegations.name(holder, "police", standIn.person(), today, today.plusDays(1));
        Instant later = clock.instant().plusSeconds(5);
        Looked his = look(file, holder, citizen.person(), later);
        Looked pretext = look(file, holder, other, later);
        Looked curious = look(file, colleague, citizen.person(), later);
        Looked inPlace = look(file, standIn, citizen.person(), later);
        Looked elsewhere = new Looked(file.number(), "lands", colleague.person(), citizen.person(), later);
        assertThat(holdings.holdings(List.of(early, his, pretext, curious, inPlace, elsewhere)))
                .isEqualTo(Map.of(his, Holding.HIS, curious, Holding.ANOTHERS, inPlace, Holding.HIS));

        cases.reassign(
                people.supervisor("police"), file.number(), claimed.revision(), colleague.person(), colleague.name());
        assertThat(holdings.holdings(List.of(his, curious)))
                .as("who acted in it keeps a reason to look, and who has it now has one")
                .isEqualTo(Map.of(his, Holding.HIS, curious, Holding.HIS));
    }

    private static Looked look(CaseFile file, Actor officer, PersonNumber person, Instant at) {
        return new Looked(file.number(), file.agency(), officer.person(), person, at);
    }
}
