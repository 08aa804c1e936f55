package bz.ceiba.platform.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.WithheldLookUps;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.oversight.Finding.Verdict;
import bz.ceiba.platform.oversight.OversightHouse.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To whom a finding goes, what he can do about it, and whom it reaches in the end. A Tuesday at eleven. */
class ReviewOfUnusualAccessTest {
    private final OversightHouse house = new OversightHouse(Instant.parse("2026-12-01T17:00:00Z"), 1);
    private final PersonNumber officer = house.appointed("lands", Role.OFFICER);
    private final PersonNumber colleague = house.appointed("lands", Role.OFFICER);
    private final PersonNumber manager = house.appointed("lands", Role.SUPERVISOR);
    private final PersonNumber commissioner = house.appointed("data-protection", Role.SUPERVISOR);
    private final Actor judge = OversightHouse.actor(manager, "lands", Role.SUPERVISOR);
    private final Actor authority = OversightHouse.actor(commissioner, "data-protection", Role.SUPERVISOR);
    private Findings findings;
    private Review review;

    @BeforeEach
    void open() {
        findings = house.the(Findings.class);
        review = house.the(Review.class);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Finding raised() {
        house.look(AuditEvent.REGISTER_READ, "lands", officer, colleague, null);
        house.scan();
        return findings.open("lands", 0, manager).getFirst();
    }

    private void refused(Problem.Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
    }

    @Test
    void theManagerIsToldAndAsksTheOfficerAndJudgesOnceWhileTheOfficerSeesOnlyTheQuestion() {
        Finding finding = raised();
        assertThat(finding.reasons()).extracting(Finding.Reason::kind).containsExactly(Kind.COLLEAGUE, Kind.NO_CASE);
        assertThat(house.told).containsExactly(new Told(manager, "oversight.notice.raised"));
        Actor himself = OversightHouse.actor(officer, "lands", Role.SUPERVISOR);
        refused(Problem.Kind.NOT_FOUND, () -> review.require(himself, finding.id()));
        refused(Problem.Kind.NOT_FOUND, () -> review.asked(himself, finding.id()));
        refused(Problem.Kind.NOT_FOUND, () -> review.judge(authority, finding.id(), Verdict.BREACH, "No"));
        assertThat(findings.open("lands", 0, officer)).isEmpty();

        review.ask(judge, finding.id(), "Why?");
        assertThat(house.told).last().isEqualTo(new Told(officer, "oversight.notice.asked"));
        review.answer(himself, finding.id(), "She asked me to");
        refused(Problem.Kind.CONFLICT, () -> review.answer(himself, finding.id(), "Or not"));
        review.judge(judge, finding.id(), Verdict.JUSTIFIED, "She did");
        refused(Problem.Kind.CONFLICT, () -> review.judge(judge, finding.id(), Verdict.BREACH, "Or not"));

        house.look(AuditEvent.REGISTER_READ, "lands", officer, colleague, null);
        house.scan();
        assertThat(findings.open("lands", 0, manager))
                .as("it was justified today")
                .isEmpty();
        house.clock.forward(Duration.ofDays(1));
        house.look(AuditEvent.REGISTER_READ, "lands", officer, colleague, null);
        house.scan();
        assertThat(findings.open("lands", 0, manager)).hasSize(1);
    }

    @Test
    void whatAManagerDidAndWhatNobodyJudgedInTenWorkingDaysGoesToTheAuthority() {
        Finding finding = raised();
        house.look(AuditEvent.REGISTER_READ, "lands", manager, colleague, null);
        house.scan();
        assertThat(findings.open(null, 1, commissioner)).singleElement().satisfies(one -> {
            assertThat(one.officer()).isEqualTo(manager);
            assertThat(one.reasons()).extracting(Finding.Reason::kind).containsExactly(Kind.COLLEAGUE);
        });
        house.clock.forward(Duration.ofDays(14));
        review.escalate();
        assertThat(findings.open("lands", 0, manager)).as("on its last day").hasSize(1);
        house.clock.forward(Duration.ofDays(1));
        review.escalate();
        review.escalate();
        assertThat(findings.open(null, 1, commissioner)).hasSize(2);
        refused(Problem.Kind.NOT_FOUND, () -> review.judge(judge, finding.id(), Verdict.JUSTIFIED, "Late"));
        assertThat(house.told)
                .filteredOn(one -> one.template().equals("oversight.notice.escalated"))
                .containsExactly(new Told(commissioner, "oversight.notice.escalated"));
        review.judge(authority, finding.id(), Verdict.BREACH, "He had no case");
        while (house.the(Telling.class).step()) {}
        assertThat(house.told).last().isEqualTo(new Told(colleague, "oversight.notice.breach"));
    }

    @Test
    void aBreachTellsThePersonOnceAndNotWhileACourtKeepsTheLookFromHim() {
        PersonNumber suspect = house.person();
        CaseNumber caseNumber = house.caseOf(suspect, colleague);
        house.look(AuditEvent.CASE_READ, "lands", officer, suspect, caseNumber);
        house.scan();
        Finding finding = findings.open("lands", 0, manager).getFirst();
        assertThat(finding.reasons()).extracting(Finding.Reason::kind).containsExactly(Kind.NOT_HIS);
        house.orders.add(new WithheldLookUps.Order("lands", caseNumber));
        review.judge(judge, finding.id(), Verdict.BREACH, "He was curious");
        Telling telling = house.the(Telling.class);
        telling.step();
        house.clock.forward(Duration.ofDays(1));
        telling.step();
        assertThat(house.told).noneMatch(one -> one.person().equals(suspect));
        house.orders.clear();
        house.clock.forward(Duration.ofDays(1));
        telling.step();
        telling.step();
        assertThat(house.told)
                .filteredOn(one -> one.person().equals(suspect))
                .containsExactly(new Told(suspect, "oversight.notice.breach"));
    }

    @Test
    void aBreachInBulkTellsEverybodyWhoWasLookedAtOutsideTheHoursAndNobodyElse() {
        List<PersonNumber> people =
                java.util.stream.Stream.generate(house::person).limit(3).toList();
        house.look(AuditEvent.REGISTER_ASKED, "lands", officer, people.get(0), house.caseOf(people.get(0), officer));
        house.clock.forward(Duration.ofHours(9));
        for (PersonNumber person : people.subList(1, 3)) {
            house.look(AuditEvent.REGISTER_ASKED, "lands", officer, person, house.caseOf(person, officer));
        }
        house.scan();
        Finding finding = findings.open("lands", 0, manager).getFirst();
        assertThat(finding.people()).isEqualTo(2);
        assertThat(finding.reasons().getFirst().figures())
                .containsEntry("people", "2")
                .containsEntry("opens", "8:00 am")
                .containsEntry("closes", "5:00 pm");
        review.judge(judge, finding.id(), Verdict.BREACH, "At night");
        house.the(Telling.class).step();
        assertThat(house.told)
                .filteredOn(one -> one.template().equals("oversight.notice.breach"))
                .extracting(Told::person)
                .containsExactlyInAnyOrderElementsOf(people.subList(1, 3));
    }

    @Test
    void twoOfficersOfTheAuthorityPutSomebodyOnTheListAndItCantBeReadWhoItIs() {
        WellKnown list = house.the(WellKnown.class);
        Actor second =
                OversightHouse.actor(house.appointed("data-protection", Role.OFFICER), "data-protection", Role.OFFICER);
        PersonNumber singer = house.person();
        list.propose(authority, singer, "singer");
        UUID id = list.list(authority).getFirst().id();
        refused(Problem.Kind.FORBIDDEN, () -> list.agree(authority, id, singer));
        refused(Problem.Kind.FORBIDDEN, () -> list.agree(judge, id, singer));
        refused(Problem.Kind.INVALID, () -> list.agree(second, id, house.person()));
        refused(Problem.Kind.CONFLICT, () -> list.propose(second, singer, "again"));
        assertThat(list.among(List.of(singer))).as("not agreed yet").isEmpty();
        list.agree(second, id, singer);
        assertThat(list.among(List.of(singer, officer))).containsExactly(singer);
        assertThat(house.db
                        .sql("select well_known::text from oversight.well_known")
                        .query(String.class)
                        .single())
                .doesNotContain(singer.digits());
        assertThat(house.db
                        .sql("select count(*) from audit.entry where subject = ? or detail::text like ?")
                        .param(singer.digits())
                        .param("%" + singer.digits() + "%")
                        .query(Long.class)
                        .single())
                .isZero();
        list.remove(authority, id);
        refused(Problem.Kind.FORBIDDEN, () -> list.remove(authority, id));
        assertThat(list.among(List.of(singer))).containsExactly(singer);
        list.remove(second, id);
        assertThat(list.among(List.of(singer))).isEmpty();
    }

    @Test
    void processesThatReadAtOnceAndOneThatDiesLeaveEachFindingOnce() throws Exception {
        house.relatives.add(java.util.Set.of(officer, colleague));
        for (int i = 0; i < 60; i++) {
            house.look(AuditEvent.REGISTER_READ, "lands", officer, house.person(), null);
            house.look(AuditEvent.REGISTER_READ, "lands", officer, colleague, null);
        }
        // It dies before its transaction ends.
        house.fail = true;
        assertThatThrownBy(house::scan).isInstanceOf(IllegalStateException.class);
        house.fail = false;
        assertThat(findings.open("lands", 0, manager)).isEmpty();
        try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new java.util.ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(processes.submit(house::scan));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        List<Finding> open = findings.open("lands", 0, manager);
        assertThat(open.size()).isEqualTo(62);
        assertThat(open)
                .filteredOn(one -> colleague.equals(one.person()))
                .singleElement()
                .satisfies(one -> assertThat(one.reasons())
                        .extracting(Finding.Reason::kind)
                        .containsExactly(Kind.COLLEAGUE, Kind.NO_CASE, Kind.RELATIVE));
        assertThat(open).filteredOn(one -> one.person() == null).singleElement().satisfies(one -> assertThat(
                        one.people())
                .isEqualTo(61));
        assertThat(house.db
                        .sql("select count(*) from audit.entry where event = 'UNUSUAL_FOUND'")
                        .query(Long.class)
                        .single())
                .isEqualTo(62);
        assertThat(house.db
                        .sql("select count(*) from audit.entry where subject = ? and event = 'REGISTER_ASKED'")
                        .param(colleague.digits())
                        .query(Long.class)
                        .single())
                .as("whether he is a relative is asked about the officer")
                .isZero();
    }
}
