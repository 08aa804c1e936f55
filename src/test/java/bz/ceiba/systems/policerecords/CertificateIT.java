package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.ArchivePdf;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The case, from the screening to the revocation, on the whole server: exchange, signatures and jobs are the real ones. */
@CeibaTest
class CertificateIT {
    private static final String WHY = "Compared the photo and the signature";

    @Autowired
    TestPeople people;

    @Autowired
    TestCases cases;

    @Autowired
    ScreenCase screen;

    @Autowired
    JudgeMatch judge;

    @Autowired
    KeepRegister keep;

    @Autowired
    Register register;

    @Autowired
    Screenings screenings;

    @Autowired
    Certificates certificates;

    @Autowired
    ReissueCertificate reissue;

    @Autowired
    Documents documents;

    @Autowired
    JdbcClient db;

    private long record(Actor registrar, String number, String given, String family) {
        return keep.open(
                registrar,
                new PersonEntry(
                        0,
                        0,
                        number.isEmpty() ? null : new PersonNumber(number),
                        given,
                        family,
                        List.of(),
                        BirthDate.parse("1985-06-07"),
                        null,
                        null,
                        null),
                "Entered for a test");
    }

    private static Conviction conviction(long person, boolean sealed) {
        return new Conviction(
                0,
                0,
                person,
                "Belmopan Magistrate's Court",
                "BPM 1/2026",
                "Common assault",
                Category.VIOLENCE,
                null,
                LocalDate.of(2026, 1, 12),
                "Fine of BZ$500",
                SentenceKind.FINE,
                null,
                null,
                false,
                sealed,
                false);
    }

    private List<String> audited(CaseFile file, String event) {
        return db.sql("select actor from audit.entry where case_number = ? and event = ?")
                .param(file.number().text())
                .param(event)
                .query(String.class)
                .list();
    }

    private Actor demoCitizenWithAMatch() {
        String number = db.sql("select number from identity.person where given = 'Delroy' and family = 'Gentle'"
                        + " and birth_date = date '1987-03-09'")
                .query(String.class)
                .single();
        return new Actor(number, "Delroy Anthony Gentle", Assurance.LOW, List.of(), null);
    }

    @Test
    void screeningAsksBothRegistersThroughTheExchangeAndFindsTheDemoCitizensMatch() {
        CaseFile file = cases.screened(demoCitizenWithAMatch(), "employment");
        assertThat(file.state()).isEqualTo("review");
        assertThat(file.facts().path("candidates").asInt()).isEqualTo(1);
        assertThat(file.facts().path("unjudged").asInt()).isEqualTo(1);
        assertThat(file.district()).isEqualTo("belize");
        assertThat(audited(file, "REGISTER_ASKED")).containsExactly("system", "system");
        Screened candidate = screenings.of(file.number()).getFirst();
        assertThat(candidate.reasons()).contains(Reason.of("birth-swapped"), Reason.of("district-same"));
        screen.run(file);
        assertThat(screenings.of(file.number())).hasSize(1);
        assertThat(audited(file, "REGISTER_ASKED")).as("done is done").hasSize(2);
    }

    @Test
    void theCleanDemoCitizenHasNoCandidate() {
        String number = db.sql("select number from identity.person where given = 'Marisol' and family = 'Novelo'"
                        + " and birth_date = date '1994-05-17'")
                .query(String.class)
                .single();
        CaseFile file =
                cases.screened(new Actor(number, "Marisol Elena Novelo", Assurance.LOW, List.of(), null), "visa");
        assertThat(file.facts().path("candidates").asInt()).isZero();
    }

    @Test
    void nothingIsApprovedBeforeEachCandidateIsJudged() {
        Actor officer = people.officer("police");
        CaseFile file = cases.screened(demoCitizenWithAMatch(), "employment");
        assertThatThrownBy(() -> cases.approve(officer, file)).isInstanceOf(Problem.class);
        long person = screenings.of(file.number()).getFirst().person();
        CaseFile unsure = judge.judge(officer, file, file.revision(), person, Verdict.UNSURE, WHY);
        assertThat(unsure.facts().path("unjudged").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> cases.approve(officer, unsure)).isInstanceOf(Problem.class);
        CaseFile judged = judge.judge(officer, unsure, unsure.revision(), person, Verdict.NO, WHY);
        assertThat(judged.facts().path("unjudged").asInt()).isZero();
        assertThat(audited(file, "MATCH_JUDGED")).containsExactly(officer.number(), officer.number());
        CaseFile issued = cases.approve(officer, judged);
        assertThat(issued.facts().path("disclosed").asInt()).isZero();
        assertThat(certificates.last(file.number()).orElseThrow().says().validUntil())
                .isEqualTo(LocalDate.ofInstant(Clock.systemUTC().instant(), Country.ZONE)
                        .plusMonths(6));
    }

    @Test
    void nobodyJudgesOrSeesTheCandidatesOfHisOwnCase() {
        Actor officer = people.officer("police");
        long person = record(people.registrar("police"), officer.number(), "Own", "Case");
        keep.add(people.registrar("police"), conviction(person, false), "Entered for a test");
        CaseFile file = cases.screened(officer, "employment");
        assertThatThrownBy(() -> judge.judge(officer, file, file.revision(), person, Verdict.NO, WHY))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        var browser = people.session(officer);
        assertThat(browser.post(
                                "/policerecords/judgements",
                                Map.of(
                                        "number",
                                        file.number().text(),
                                        "person",
                                        Long.toString(person),
                                        "revision",
                                        Integer.toString(file.revision()),
                                        "verdict",
                                        "NO",
                                        "why",
                                        WHY))
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.get("/policerecords/cases/" + file.number() + "/records/" + person)
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.get("/cases/desk/" + file.number()).body()).doesNotContain("Common assault");
        assertThat(screenings.of(file.number()).getFirst().judgement()).isNull();
    }

    @Test
    void ofTwoOfficersWhoJudgeAtOnceOneWinsAndTheOtherIsTold() throws Exception {
        CaseFile file = cases.screened(demoCitizenWithAMatch(), "study");
        long person = screenings.of(file.number()).getFirst().person();
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<Callable<String>> both = List.of(Verdict.YES, Verdict.NO).stream()
                    .map(verdict -> (Callable<String>) () -> {
                        Actor officer = people.officer("police");
                        barrier.await();
                        try {
                            judge.judge(officer, file, file.revision(), person, verdict, WHY);
                            return "won";
                        } catch (Problem problem) {
                            return problem.kind().name();
                        }
                    })
                    .toList();
            List<String> ends = new java.util.ArrayList<>();
            for (var end : pool.invokeAll(both)) {
                ends.add(end.get());
            }
            assertThat(ends).containsExactlyInAnyOrder("won", "CONFLICT");
        }
        assertThat(db.sql("select count(*) from policerecords.judgement where case_number = ?")
                        .param(file.number().text())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whatIsJudgedHisIsDisclosedAndACorrectionOfTheRegisterRevokesIt() throws Exception {
        Actor registrar = people.registrar("police");
        Actor officer = people.officer("police");
        Actor citizen = people.citizen("Wilfredo Testimony Aranda", LocalDate.of(1985, 6, 7));
        long person = record(registrar, "", "Wilfredo", "Aranda");
        long id = keep.add(registrar, conviction(person, false), "Entered for a test");
        CaseFile file = cases.screened(citizen, "employment");
        assertThat(screenings.of(file.number())).hasSize(1);
        CaseFile judged = judge.judge(officer, file, file.revision(), person, Verdict.YES, WHY);
        CaseFile issued = cases.approve(officer, judged);
        assertThat(issued.facts().path("disclosed").asInt()).isEqualTo(1);
        Certificate certificate = certificates.last(file.number()).orElseThrow();
        assertThat(certificate
                        .says()
                        .data()
                        .path("convictions")
                        .path(0)
                        .path("offence")
                        .asString(""))
                .isEqualTo("Common assault");
        assertThat(certificate.says().data().toString()).doesNotContain(citizen.number());
        ArchivePdf.assertFit(pdf(certificate));
        Conviction there = register.conviction(person, id).orElseThrow();
        keep.correct(registrar, annulled(there), "Quashed on appeal", "annulled");
        cases.await(file, "revoked");
        IssuedDocument revoked = awaitRevoked(certificate.document());
        assertThat(revoked.reason()).isNotBlank();
        assertThat(register.convictionVersions(person, id))
                .extracting(Versioned::version)
                .containsExactly(2, 1);
        assertThat(register.convictionVersions(person, id).get(1).value().annulled())
                .isFalse();
    }

    @Test
    void theCertificateIsFitForTheArchiveAndForScreenReaders() throws Exception {
        for (String purpose : List.of("employment", "visa", "adoption")) {
            CaseFile issued = cases.approve(
                    people.officer("police"), cases.screened(people.citizen("Archive Ñandú Testcase"), purpose));
            ArchivePdf.assertFit(pdf(certificates.last(issued.number()).orElseThrow()));
        }
    }

    private byte[] pdf(Certificate certificate) throws IOException {
        try (InputStream in =
                documents.open(documents.find(certificate.document()).orElseThrow())) {
            return in.readAllBytes();
        }
    }

    private IssuedDocument awaitRevoked(String document) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> documents.find(document).orElseThrow().revokedAt() != null);
        return documents.find(document).orElseThrow();
    }

    private static Conviction annulled(Conviction c) {
        return new Conviction(
                c.id(),
                c.version(),
                c.person(),
                c.court(),
                c.reference(),
                c.offence(),
                c.category(),
                c.offenceOn(),
                c.convictedOn(),
                c.sentence(),
                c.kind(),
                c.months(),
                c.endsOn(),
                c.juvenile(),
                c.sealed(),
                true);
    }

    @Test
    void aConvictionThatWasMissedRevokesTheCertificateOfTheOneWithItsNumber() {
        Actor registrar = people.registrar("police");
        Actor citizen = people.citizen("Zoila Unrecorded Testcase");
        Actor other = people.citizen("Elvia Unrecorded Testcase");
        CaseFile his = cases.approve(people.officer("police"), cases.screened(citizen, "employment"));
        CaseFile others = cases.approve(people.officer("police"), cases.screened(other, "employment"));
        long person = record(registrar, citizen.number(), "Zoila", "Testcase");
        keep.add(registrar, conviction(person, true), "Entered sealed, by court order");
        keep.add(registrar, conviction(person, false), "Missed at the time");
        cases.await(his, "revoked");
        awaitRevoked(certificates.last(his.number()).orElseThrow().document());
        assertThat(cases.now(others.number()).state()).isEqualTo("issued");
    }

    @Test
    void aRecordWithNothingButSealedConvictionsIsNoCandidate() {
        Actor registrar = people.registrar("police");
        Actor citizen = people.citizen("Sealed Testperson");
        long person = record(registrar, citizen.number(), "Sealed", "Testperson");
        keep.add(registrar, conviction(person, true), "Sealed by court order");
        for (String purpose : List.of("employment", "visa", "licence", "adoption", "study")) {
            CaseFile file = cases.screened(citizen, purpose);
            assertThat(file.facts().path("candidates").asInt()).isZero();
        }
        CaseFile issued = cases.approve(people.officer("police"), cases.screened(citizen, "visa"));
        assertThat(issued.facts().path("disclosed").asInt()).isZero();
    }

    @Test
    void aLostCertificateIsMadeAgainUnderANewNumberAndTheLostOneIsNoLongerValid() {
        Actor citizen = people.citizen("Lost Certificate Testcase");
        CaseFile issued = cases.approve(people.officer("police"), cases.screened(citizen, "study"));
        Certificate first = certificates.last(issued.number()).orElseThrow();
        cases.move(citizen, issued, "reissue", "", "");
        awaitRevoked(first.document());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !cases.now(issued.number())
                .facts()
                .path("document")
                .asString("")
                .equals(first.document()));
        Certificate second = certificates.last(issued.number()).orElseThrow();
        assertThat(second.document()).isNotEqualTo(first.document());
        assertThat(second.says().data()).isEqualTo(first.says().data());
        assertThat(second.says().validUntil()).isEqualTo(first.says().validUntil());
        reissue.run(cases.now(issued.number()));
        assertThat(documents.of(issued.number())).as("tried again, made once").hasSize(2);
    }

    @Test
    void aRecordThatCameAfterTheOfficersLookBringsTheCaseBackToHim() {
        Actor registrar = people.registrar("police");
        Actor officer = people.officer("police");
        Actor citizen = people.citizen("Late Entry Testcase");
        CaseFile file = cases.screened(citizen, "employment");
        assertThat(file.facts().path("unjudged").asInt()).isZero();
        long person = record(registrar, citizen.number(), "Late", "Testcase");
        keep.add(registrar, conviction(person, false), "Entered meanwhile");
        cases.move(officer, file, "approve", "", "");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> cases.now(file.number()).facts().path("unjudged").asInt() == 1);
        assertThat(cases.now(file.number()).state()).isEqualTo("review");
        assertThat(documents.of(file.number())).isEmpty();
    }

    @Test
    void theDefinitionIsSound() {
        assertThat(Services.check(Country.load(), Messages.load(), Clock.systemUTC()))
                .isEmpty();
    }

    @Test
    void whatTheRegisterAnsweredGoesWithTheAnswersOfTheCase() {
        CaseFile file = cases.screened(demoCitizenWithAMatch(), "employment");
        CaseFile other = cases.screened(demoCitizenWithAMatch(), "study");
        long candidate = screenings.of(file.number()).getFirst().person();
        judge.judge(people.officer("police"), file, file.revision(), candidate, Verdict.NO, WHY);
        screenings.erase(file.number());
        assertThat(screenings.of(file.number())).isEmpty();
        assertThat(screenings.of(other.number())).isNotEmpty();
    }
}
