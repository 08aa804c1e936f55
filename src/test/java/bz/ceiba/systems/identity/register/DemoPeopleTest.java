package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Appointments;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class DemoPeopleTest {
    @Autowired
    DemoPeople demo;

    @Autowired
    PersonSource source;

    @Autowired
    Appointments appointments;

    @Autowired
    Officers officers;

    @Autowired
    Relations relations;

    @Autowired
    JdbcClient db;

    @Test
    void aRestartLoadsNobodyTwice() {
        long before = count();
        demo.afterSingletonsInstantiated();
        assertThat(count()).isEqualTo(before).isGreaterThanOrEqualTo(400);
    }

    private long count() {
        return db.sql("select count(*) from identity.person").query(Long.class).single();
    }

    @Test
    void theAccountsHoldTheirOfficesAndAreAnnounced() {
        PersonNumber officer = number(DemoAccount.OFFICER);
        assertThat(appointments.of(officer)).containsExactly(new Actor.Appointment("police", Role.OFFICER));
        assertThat(appointments.of(number(DemoAccount.CITIZEN))).isEmpty();
        assertThat(String.join("\n", demo.lines())).contains(officer.grouped()).contains(demo.password());
    }

    @Test
    void otherAgenciesAskTheRegisterThroughTheExchange() {
        PersonNumber citizen = number(DemoAccount.CITIZEN);
        var answer = source.answer(question(citizen));
        assertThat(answer.path("name").asString()).isEqualTo("Marisol Elena Novelo");
        assertThat(answer.path("birth_date").asString()).isEqualTo("1994-05-17");
        assertThat(source.answer(question(new PersonNumber(bz.ceiba.TestPeople.number())))
                        .path("known")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void colleaguesReadTheNamesOfDemoStaffBeforeTheyHaveSignedIn() {
        assertThat(officers.of("police", Role.SUPERVISOR))
                .extracting(Officers.Officer::name)
                .contains("Abner Luke Usher");
    }

    @Test
    void theSecondOfficerAndTheCitizenWithABrotherAreRelatives() {
        assertThat(relations.areRelatives(number(DemoAccount.SECOND_OFFICER), number(DemoAccount.CITIZEN_WITH_BROTHER)))
                .isTrue();
        assertThat(relations.areRelatives(number(DemoAccount.OFFICER), number(DemoAccount.CITIZEN_WITH_BROTHER)))
                .isFalse();
    }

    private PersonNumber number(DemoAccount account) {
        return Objects.requireNonNull(demo.numbers().get(account));
    }

    private static Question question(PersonNumber about) {
        CaseNumber number = CaseNumber.random("PR", 2026, new Random(1));
        return new Question("identity.person", "police", "employment", number, about, "system", null, Map.of());
    }
}
