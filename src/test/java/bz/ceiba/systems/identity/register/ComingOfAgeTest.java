package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.notifications.Notices;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@CeibaTest
class ComingOfAgeTest {
    @Autowired
    TestLife life;

    @Autowired
    TestPeople people;

    @Autowired
    People register;

    @Autowired
    Guardianships guardianships;

    @Autowired
    Notices notices;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Autowired
    TransactionTemplate transaction;

    @ParameterizedTest
    @CsvSource({
        "2008-11-30, 2026-11-30",
        "2008-02-29, 2026-03-01",
        "2008-02-28, 2026-02-28",
        "2008-03-01, 2026-03-01",
        "2007-12-31, 2025-12-31"
    })
    void oneComesOfAgeOnTheEighteenthBirthdayAndWhoWasBornOnALeapDayOnTheFirstOfMarch(LocalDate born, LocalDate on) {
        assertThat(Majority.of(born)).isEqualTo(on);
        assertThat(db.sql("""
                        select case when to_char(b, 'MMDD') = '0229' then make_date(extract(year from b)::int + 18, 3, 1)
                          else (b + interval '18 years')::date end from (select ?::date as b) x
                        """).param(born).query(LocalDate.class).single())
                .as("as the migration counts")
                .isEqualTo(on);
    }

    private Guardianships at(Instant now) {
        return new Guardianships(db, register, notices, audit, Clock.fixed(now, Country.ZONE));
    }

    private boolean mayAct(Actor actor, Actor other, Instant when) {
        return new RegisteredMandates(db, Clock.fixed(when, Country.ZONE))
                .between(actor.person(), other.person()).stream().anyMatch(mandate -> mandate.covers(Matter.ALL));
    }

    private int endDue(Guardianships then) {
        return Objects.requireNonNull(transaction.execute(status -> then.endDue()));
    }

    private long notices(Actor to, String template) {
        return db.sql("select count(*) from notifications.notice where person = ? and template = ?")
                .param(to.number())
                .param(template)
                .query(Long.class)
                .single();
    }

    @Test
    void aParentActsUntilMidnightInBelizeAndBothAreTold() {
        LocalDate birthday = life.today().plusDays(2);
        Actor mother = people.citizen("Rosa Choc");
        Actor child = people.citizen("Luz Choc", birthday.minusYears(Majority.AGE));
        guardianships.ofParent(
                mother.person(),
                child.person(),
                register.find(child.person()).orElseThrow().birthDate());
        TestSession acting = people.session(new Actor(
                mother.number(),
                mother.name(),
                mother.assurance(),
                mother.roles(),
                new Actor.Represented(child.number(), child.name(), List.of())));
        TestSession own = people.session(mother);
        Instant midnight = birthday.atStartOfDay(Country.ZONE).toInstant();

        Guardianships before = at(midnight.minusSeconds(1));
        assertThat(mayAct(mother, child, midnight.minusSeconds(1))).isTrue();
        endDue(before);
        assertThat(mayAct(mother, child, midnight.minusSeconds(1))).isTrue();
        assertThat(acting.get("/portal/mine").statusCode()).isEqualTo(200);

        Guardianships after = at(midnight);
        assertThat(mayAct(mother, child, midnight))
                .as("before anything has noted it")
                .isFalse();
        while (endDue(after) > 0) {
            assertThat(notices(child, "identity.notice.of-age-ward")).isLessThanOrEqualTo(1);
        }
        assertThat(acting.get("/portal/mine").body()).contains("You may not act for this person any more");
        assertThat(acting.get("/portal/mine").body()).doesNotContain("Luz Choc");
        assertThat(own.get("/identity/number").statusCode())
                .as("her own session goes on")
                .isEqualTo(200);
        assertThat(notices(mother, "identity.notice.of-age-guardian")).isEqualTo(1);
        assertThat(notices(child, "identity.notice.of-age-ward")).isEqualTo(1);
        assertThat(db.sql("select detail ->> 'why' from audit.entry where event = 'GUARDIANSHIP_ENDED' and subject = ?")
                        .param(child.number())
                        .query(String.class)
                        .single())
                .isEqualTo("AGE");
    }

    @Test
    void guardianshipEndsWithADeathAndIsThereAgainWhenThatIsAnnulled() {
        Actor mother = people.citizen("Rosa Choc");
        Actor child = people.citizen("Luz Choc", life.today().minusYears(5));
        guardianships.ofParent(mother.person(), child.person(), life.today().minusYears(5));
        life.death(mother);
        assertThat(mayAct(mother, child, Instant.now(clock))).isFalse();
        assertThat(notices(child, "identity.notice.guardianship-over-ward")).isEqualTo(1);
        register.setAlive(mother.person());
        guardianships.restore(mother.person());
        assertThat(mayAct(mother, child, Instant.now(clock))).isTrue();
    }

    @Test
    void theDemonstrationsParentsActForTheirMinorChildren() {
        assertThat(db.sql("select count(*) from identity.guardianship where ground = 'PARENT'")
                        .query(Long.class)
                        .single())
                .isGreaterThan(50);
    }
}
