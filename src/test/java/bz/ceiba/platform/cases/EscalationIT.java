package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestTills;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of cases whose last day has passed. */
@CeibaTest
class EscalationIT {
    @Autowired
    TestTills tills;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Audit audit;

    @Autowired
    Disclosures disclosures;

    @Autowired
    Licences licences;

    @Autowired
    CaseMovers.CaseTimers timers;

    @Autowired
    Escalations escalations;

    @Autowired
    Bills bills;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    /** Puts the next climb into the past, as if the days had gone by; whether there is one stays as the engine set it. */
    private void daysGoBy(CaseFile file) {
        db.sql(
                        "update cases.case_file set escalate_at = now() - interval '1 minute' where number = ? and escalate_at is not null")
                .param(file.number().text())
                .update();
        // The server's own watch may have the row in hand; what counts is that one of the two acts.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            timers.run();
            return db.sql("select count(*) from cases.case_file where number = ? and escalate_at <= now()")
                            .param(file.number().text())
                            .query(Integer.class)
                            .single()
                    == 0;
        });
    }

    private Instant escalateAt(CaseFile file) {
        return db.sql("select escalate_at from cases.case_file where number = ?")
                .param(file.number().text())
                .query((row, i) -> row.getTimestamp(1) == null
                        ? Instant.MAX
                        : row.getTimestamp(1).toInstant())
                .single();
    }

    private int notices(Actor supervisor, CaseFile file) {
        return db.sql("""
                select count(*) from notifications.notice
                where person = ? and template = 'cases.notice.late' and arguments ->> 'number' = ?
                """)
                .param(supervisor.number())
                .param(file.number().text())
                .query(Integer.class)
                .single();
    }

    /** A service whose cases go to whichever agency looked at the applicant's data. */
    @Test
    void aQuestionThatNobodyAnswersInTimeClimbsInTheAgencyThatLooked() {
        Actor citizen = people.citizen();
        Actor looked = people.staff("police", Role.OFFICER, Role.SUPERVISOR);
        Actor other = people.supervisor("police");
        audit.record(looked.doesFor("police", AuditEvent.CASE_READ, citizen.person(), null, null, Map.of()));
        String entry = Long.toString(
                disclosures.about(citizen.person(), 0).entries().getFirst().number());
        CaseFile file = cases.submit(new Submission(
                entry,
                services.current("identity.question").orElseThrow(),
                citizen,
                Cases.empty().put("entry", entry).put("question", "Why did you look?"),
                "en"));

        daysGoBy(file);

        assertThat(notices(other, file)).isEqualTo(1);
        assertThat(people.session(other).get("/cases/worklist?which=late").body())
                .contains(file.number().text());
        assertThat(cases.worksOn(looked, file)).as("who looked").isFalse();
        assertThat(cases.worksOn(people.officer("police"), file))
                .as("a colleague")
                .isTrue();
        assertThat(db.sql("select count(*) from notifications.notice where person = ? and template = ?")
                        .params(citizen.number(), "identity.notice.question-late")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void anOverdueCaseClimbsFromItsSupervisorToTheAgencyAboveAndNoFurther() {
        Actor supervisor = people.supervisor("police");
        Actor above = people.supervisor("home-affairs");
        CaseFile file = licences.free(people.citizen());
        LocalDate due = java.util.Objects.requireNonNull(file.dueOn());
        assertThat(escalateAt(file)).isEqualTo(Escalations.dayAfter(due));
        String page = "/cases/desk/" + file.number();
        assertThat(people.session(above).get(page).statusCode()).isEqualTo(404);

        daysGoBy(file);
        assertThat(notices(supervisor, file)).isEqualTo(1);
        assertThat(notices(above, file)).isZero();
        assertThat(people.session(supervisor).get("/cases/worklist?which=late").body())
                .contains(file.number().text());
        assertThat(people.session(above).get(page).statusCode()).isEqualTo(404);

        daysGoBy(file);
        assertThat(notices(supervisor, file)).isEqualTo(1);
        assertThat(notices(above, file)).isEqualTo(1);
        assertThat(people.session(above).get("/cases/worklist?which=late").body())
                .contains(file.number().text());
        assertThat(people.session(above).get(page).body()).contains("Ministry of Home Affairs");
        assertThat(escalateAt(file)).isEqualTo(Instant.MAX);
        assertThat(escalations.of(file.number())).extracting(Escalation::level).containsExactly(1, 2);
    }

    @Test
    void theRevisionStaysSoThatAnOfficerAtWorkIsNotInterrupted() {
        CaseFile file = licences.free(people.citizen());
        daysGoBy(file);
        assertThat(licences.move(people.officer("police"), file, "grant").state())
                .isEqualTo("granted");
    }

    @Test
    void whileTheApplicantIsAskedNothingIsOverdueAndAfterwardsTheRestOfTheDaysCounts() {
        Actor citizen = people.citizen();
        CaseFile asked = licences.move(
                people.officer("police"),
                licences.free(citizen),
                "ask",
                Cases.empty().put("message", "Which?"));
        assertThat(escalateAt(asked)).isEqualTo(Instant.MAX);
        daysGoBy(asked);
        assertThat(escalations.of(asked.number())).isEmpty();
        CaseFile answered = licences.move(citizen, asked, "reply");
        LocalDate due = java.util.Objects.requireNonNull(answered.dueOn());
        assertThat(escalateAt(answered)).isEqualTo(Escalations.dayAfter(due));
    }

    @Test
    void aDecidedCaseIsNeverOverdue() {
        CaseFile granted = licences.move(people.officer("police"), licences.free(people.citizen()), "grant");
        assertThat(escalateAt(granted)).isEqualTo(Instant.MAX);
    }

    @Test
    void aServiceThatPromisesItGivesTheFeeBackOnceWhenTheDeadlinePasses() {
        CaseFile unpaid = licences.submit(people.citizen(), Licences.form("paid"));
        Bill bill = bills.of(unpaid.number()).getFirst();
        people.session(tills.cashier()).post("/payments/counter/bills/" + bill.id(), Map.of("received", "true"));
        CaseFile paid = cases.find(unpaid.number()).orElseThrow();
        daysGoBy(paid);
        daysGoBy(paid);
        assertThat(bills.of(paid.number()).getFirst().refunded()).isEqualTo(bill.amount());
        assertThat(db.sql("select count(*) from payments.refund where bill = ?")
                        .param(bill.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(cases.find(paid.number()).orElseThrow().state()).isEqualTo("review");
    }

    @Test
    void aCaseInWhichTimeCanDoNothingDoesNotHoldUpTheOthers() {
        CaseFile broken = licences.free(people.citizen());
        CaseFile unreadable = licences.free(people.citizen());
        CaseFile sound = licences.free(people.citizen());
        // Of an agency that the organogram does not have: looking for who is above it fails in a way of its own.
        db.sql(
                        "update cases.case_file set agency = 'dissolved', escalate_at = now() - interval '9 days' where number = ?")
                .param(unreadable.number().text())
                .update();
        // A state without a timer: time finds nothing to do and the look at this case fails.
        db.sql("update cases.case_file set timer_at = now() - interval '9 days' where number = ?")
                .param(broken.number().text())
                .update();
        daysGoBy(sound);
        assertThat(escalations.of(sound.number())).hasSize(1);
        assertThat(db.sql("select timer_at > now() from cases.case_file where number = ?")
                        .param(broken.number().text())
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(db.sql(
                                "update cases.case_file set agency = 'police', escalate_at = null where number = ? and escalate_at > now()")
                        .param(unreadable.number().text())
                        .update())
                .isOne();
    }
}
