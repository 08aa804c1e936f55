package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestTills;
import bz.ceiba.platform.web.Messages;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What version 2 of the certificate forbids, promises and takes back. */
@CeibaTest
class CertificateVersionTwoIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String WHY = "Compared the photo and the signature";

    @Autowired
    TestTills tills;

    @Autowired
    TestPeople people;

    @Autowired
    TestCases certificates;

    @Autowired
    Told told;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    JudgeMatch judge;

    @Autowired
    KeepRegister keep;

    @Autowired
    Screenings screenings;

    @Autowired
    Documents documents;

    @Autowired
    Files files;

    @Autowired
    Bills bills;

    @Autowired
    JdbcClient db;

    private CaseFile applied(Actor citizen, String language, String phone) {
        UploadedFile proof = files.store(citizen.subject(), "card.png", new ByteArrayInputStream(PHOTO));
        ObjectNode form = JsonNodeFactory.instance
                .objectNode()
                .put("purpose", "employment")
                .put("proof", proof.id().toString())
                .put("speed", "ordinary");
        if (!phone.isEmpty()) {
            form.put("phone", phone);
        }
        return cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("policerecords.certificate").orElseThrow(),
                citizen,
                form,
                language));
    }

    private static void refused(ThrowingCallable call, String key) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
            assertThat(problem.key()).isEqualTo(key);
        });
    }

    private Actor demo(String given, String family, Role role) {
        String number = db.sql(
                        "select number from identity.person where given = ? and family = ? and middle is not null"
                                + " and address like '%Ceiba Street'")
                .param(given)
                .param(family)
                .query(String.class)
                .single();
        return new Actor(number, given, Assurance.SUBSTANTIAL, List.of(new Actor.Appointment("police", role)), null);
    }

    private void confirm(Actor officer, CaseFile file) {
        assertThat(people.session(officer)
                        .post(
                                "/cases/desk/" + file.number() + "/second",
                                Map.of(
                                        "revision",
                                        Integer.toString(
                                                certificates.now(file.number()).revision()),
                                        "confirm",
                                        "true"))
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void aRelativeMayNeitherTakeNorJudgeNorDecideAndAnotherOfficerMay() {
        Actor citizen = demo("Delroy", "Gentle", Role.OFFICER);
        CaseFile file = certificates.screened(
                new Actor(citizen.number(), "Delroy Anthony Gentle", Assurance.LOW, List.of(), null), "employment");
        Actor brother = people.officer("police");
        people.siblings(citizen, brother);
        long person = screenings.of(file.number()).getFirst().person();
        refused(() -> cases.claim(brother, file.number(), file.revision()), "cases.problem.relative");
        refused(() -> judge.judge(brother, file, file.revision(), person, Verdict.NO, WHY), "cases.problem.relative");
        assertThat(screenings.of(file.number()).getFirst().judgement()).isNull();
        CaseFile judged = judge.judge(people.officer("police"), file, file.revision(), person, Verdict.NO, WHY);
        refused(() -> certificates.move(brother, judged, "approve", "", ""), "cases.problem.relative");
    }

    @Test
    void theDemonstrationsSecondOfficerIsRefusedInHisSistersCase() {
        Actor officer = demo("Roy", "Cayetano", Role.OFFICER);
        Actor sister = demo("Myrtle", "Cayetano", Role.OFFICER);
        CaseFile file = certificates.screened(
                new Actor(sister.number(), "Myrtle Ann Cayetano", Assurance.LOW, List.of(), null), "study");
        TestSession desk = people.session(officer);
        var answer = desk.post(
                "/cases/desk/" + file.number() + "/claim", Map.of("revision", Integer.toString(file.revision())));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(certificates.now(file.number()).officer()).isNull();
    }

    @Test
    void aPoliceOfficersCaseIsJudgedAndDecidedByTheMinistryAboveOnly() {
        Actor applicant = people.officer("police");
        long record = record(applicant.number());
        CaseFile file = certificates.screened(applicant, "employment");
        Actor colleague = people.officer("police");
        refused(() -> cases.claim(colleague, file.number(), file.revision()), "cases.problem.colleague");
        refused(
                () -> judge.judge(colleague, file, file.revision(), record, Verdict.YES, WHY),
                "cases.problem.colleague");
        Actor above = people.supervisor("home-affairs");
        TestSession desk = people.session(above);
        String page = "/cases/desk/" + file.number();
        assertThat(desk.get(page).body()).contains("Common assault", "name=\"verdict\"");
        assertThat(desk.post(
                                "/policerecords/judgements",
                                Map.of(
                                        "number",
                                        file.number().text(),
                                        "person",
                                        Long.toString(record),
                                        "revision",
                                        Integer.toString(file.revision()),
                                        "verdict",
                                        "YES",
                                        "why",
                                        WHY))
                        .statusCode())
                .isEqualTo(302);
        CaseFile judged = certificates.now(file.number());
        // Other tests' people in the same register may have a name alike.
        for (Screened other : screenings.of(file.number())) {
            if (other.unjudged()) {
                judged = judge.judge(above, judged, judged.revision(), other.person(), Verdict.NO, WHY);
            }
        }
        assertThat(judged.facts().path("unjudged").asInt()).isZero();
        desk.post(page + "/do/approve", Map.of("revision", Integer.toString(judged.revision())));
        assertThat(certificates.await(file, "issued").decidedBy()).isEqualTo(above.person());
    }

    private long record(String number) {
        Actor registrar = people.registrar("police");
        long person = keep.open(
                registrar,
                new PersonEntry(
                        0,
                        0,
                        new PersonNumber(number),
                        "Own",
                        "Case",
                        List.of(),
                        BirthDate.parse("1985-06-07"),
                        null,
                        null,
                        null),
                "Entered for a test");
        keep.add(
                registrar,
                new Conviction(
                        0,
                        0,
                        person,
                        "Belmopan Magistrate's Court",
                        "BPM 2/2026",
                        "Common assault",
                        Category.VIOLENCE,
                        null,
                        LocalDate.of(2026, 1, 12),
                        "Fine of BZ$500",
                        SentenceKind.FINE,
                        null,
                        null,
                        false,
                        false,
                        false),
                "Entered for a test");
        return person;
    }

    @Test
    void aRevocationTakesEffectWhenASecondSupervisorConfirmsItAndRevokesInTheSameMoment() {
        CaseFile issued = certificates.approve(
                people.officer("police"), certificates.screened(people.citizen("Twice Looked Testcase"), "study"));
        Actor first = people.supervisor("police");
        certificates.move(first, issued, "revoke", "reason", "Issued to the wrong person");
        assertThat(certificates.now(issued.number()).state()).isEqualTo("issued");
        assertThat(documents.of(issued.number()).getFirst().revokedAt()).isNull();
        confirm(people.supervisor("police"), issued);
        assertThat(certificates.now(issued.number()).state()).isEqualTo("revoked");
        assertThat(documents.of(issued.number()).getFirst().reason()).isEqualTo("revoked");
    }

    @Test
    void aRelativeMayNotRevokeAClosedCaseEither() {
        Actor citizen = people.citizen("Closed Testcase");
        CaseFile issued = certificates.approve(people.officer("police"), certificates.screened(citizen, "study"));
        Actor sister = people.supervisor("police");
        people.siblings(citizen, sister);
        refused(() -> certificates.move(sister, issued, "revoke", "reason", "Because"), "cases.problem.relative");
    }

    @Test
    void aCaseOfVersionOneIsStillRevokedByOneSupervisor() {
        Actor citizen = people.citizen("Version One Testcase");
        CaseFile issued = certificates.approve(people.officer("police"), certificates.screened(citizen, "study", 1));
        assertThat(certificates
                        .move(people.supervisor("police"), issued, "revoke", "reason", "Because")
                        .state())
                .isEqualTo("revoked");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> documents.of(issued.number()).getFirst().revokedAt() != null);
    }

    @Test
    void whoIsNotToldInTimeGetsTheFeeBackAndIsToldSoAndWhoDoesNotPayHearsThatItIsClosed() {
        Actor citizen = told.reachable();
        Actor silent = told.reachable();
        CaseFile unpaid = applied(citizen, "es", "610-9911");
        CaseFile forgotten = applied(silent, "es", "");
        Bill bill = bills.of(unpaid.number()).getFirst();
        people.session(tills.cashier()).post("/payments/counter/bills/" + bill.id(), Map.of("received", "true"));
        certificates.await(unpaid, "review");
        assertThat(bills.of(unpaid.number()).getFirst().refunded().isPositive()).isFalse();
        db.sql("update cases.case_file set escalate_at = now() - interval '1 minute' where number = ?")
                .param(unpaid.number().text())
                .update();
        db.sql("update cases.case_file set timer_at = now() - interval '1 minute' where number = ?")
                .param(forgotten.number().text())
                .update();
        // The server looks every half minute.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bills.of(unpaid.number()).getFirst().refunded().equals(bill.amount()));
        assertThat(certificates.now(unpaid.number()).state()).isEqualTo("review");
        told.assertTold(citizen, unpaid, "breached");
        assertThat(people.session(citizen).get("/notifications/inbox").body()).contains("you get the fee back");
        certificates.await(forgotten, "lapsed");
        assertThat(bills.of(forgotten.number()).getFirst().status()).isEqualTo(Bill.BillStatus.CANCELLED);
        told.assertTold(silent, forgotten, "lapsed");
    }

    @Test
    void officersFindACaseByThePhoneThatTheApplicantGave() {
        String digits = UUID.randomUUID()
                .toString()
                .replaceAll("[^1-9]", "")
                .concat("2345678")
                .substring(0, 6);
        CaseFile file = applied(people.citizen(), "en", "6" + digits.substring(0, 2) + "-" + digits.substring(2));
        assertThat(people.session(people.officer("police"))
                        .get("/cases/find?number=6" + digits)
                        .body())
                .contains(file.number().text());
    }

    @Test
    void aLetterSaysTheDayAsTheApplicantsLanguageWritesIt() {
        Actor citizen = people.citizen("Letter Testcase");
        CaseFile unpaid = applied(citizen, "es", "");
        CaseFile file = cases.advance(unpaid.number(), "pay", JsonNodeFactory.instance.objectNode());
        certificates.await(file, "review");
        TestSession desk = people.session(people.officer("police"));
        String path = "/cases/desk/" + file.number() + "/letters";
        String key = desk.get(path).body().replaceAll("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
        desk.post(path, Map.of("key", key, "letter", "longer", "message", "Falta el registro"));
        String due = Messages.load().date(Locale.of("es"), Objects.requireNonNull(file.dueOn()));
        assertThat(people.session(citizen).get("/cases/" + file.number()).body())
                .contains("a más tardar el " + due, "Falta el registro");
        for (String letter : List.of("unreadable", "checking", "register")) {
            String next = desk.get(path).body().replaceAll("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
            assertThat(desk.post(path, Map.of("key", next, "letter", letter, "message", ""))
                            .statusCode())
                    .isEqualTo(302);
        }
    }

    @Test
    void anAppealMayBeHeardByAnotherOfficerAndHasADeadlineOfItsOwn() {
        Actor citizen = people.citizen("Appeal Testcase");
        Actor officer = people.officer("police");
        CaseFile file = certificates.screened(citizen, "study");
        ObjectNode why =
                JsonNodeFactory.instance.objectNode().put("grounds", "document").put("reason", "Cut off");
        cases.move(officer, new Move(file.number(), file.revision(), "refuse", why, why.objectNode(), Locale.ENGLISH));
        CaseFile appealed = certificates.move(citizen, file, "appeal", "statement", "It is whole");
        assertThat(appealed.dueOn()).isAfter(Objects.requireNonNull(appealed.startedOn()));
        refused(
                () -> certificates.move(officer, appealed, "allow-appeal", "reason", "True"),
                "cases.problem.decided-by-you");
        certificates.move(people.officer("police"), appealed, "allow-appeal", "reason", "True");
        assertThat(certificates.now(file.number()).state()).isEqualTo("review");
        CaseFile issued = certificates.approve(people.officer("police"), free(file));
        CaseFile claimed = certificates.move(citizen, issued, "correct", "statement", "My name");
        certificates.move(people.officer("police"), claimed, "corrected", "reason", "Right");
        certificates.await(file, "issued");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> documents.of(file.number()).size() == 2);
    }

    /** Back to the worklist, as a supervisor gives it. */
    private CaseFile free(CaseFile file) {
        return cases.reassign(
                people.supervisor("police"),
                file.number(),
                certificates.now(file.number()).revision(),
                null,
                null);
    }
}
