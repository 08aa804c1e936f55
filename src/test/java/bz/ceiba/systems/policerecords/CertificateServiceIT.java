package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.ServiceDefinition.EffectKind;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestTills;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The service through the engine, from the submission on: fees, deadlines, ways back, and what people are told. */
@CeibaTest
class CertificateServiceIT {
    private static final Pattern NEXT = Pattern.compile("href=\"(/cases/worklist\\?which=free&amp;after=[^\"]+)\"");

    /** What is told somewhere in this class, or with the deadlines in {@link CertificateVersionTwoIT}. */
    private static final List<String> TOLD = List.of(
            "appeal-allowed",
            "appeal-dismissed",
            "appeal-received",
            "applied",
            "asked",
            "breached",
            "issued",
            "lapsed",
            "outdated",
            "paid",
            "refused",
            "renewed",
            "replied",
            "revoked",
            "withdrawn",
            "withdrawn-unpaid");

    @Autowired
    TestPeople people;

    @Autowired
    TestTills tills;

    @Autowired
    TestCases certificates;

    @Autowired
    Told told;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    KeepRegister keep;

    @Autowired
    JudgeMatch judge;

    @Autowired
    Screenings screenings;

    @Autowired
    Register register;

    @Autowired
    Documents documents;

    @Autowired
    Bills bills;

    @Autowired
    Country country;

    @Autowired
    Clock clock;

    /** A phone that the demonstration's SMS centre says it can't reach. */
    private static final String UNREACHABLE = "+5016000003";

    private CaseFile review(Actor citizen) {
        CaseFile file = certificates.applied(citizen, "employment", "ordinary");
        Bill bill = bills.of(file.number()).getFirst();
        people.session(tills.cashier()).post("/payments/counter/bills/" + bill.id(), Map.of("received", "true"));
        return certificates.await(file, "review");
    }

    private Bill bill(CaseFile file) {
        assertThat(bills.of(file.number())).as("bills").hasSize(1);
        return bills.of(file.number()).getFirst();
    }

    private static Map<String, String> seen(CaseFile file) {
        return Map.of("revision", Integer.toString(file.revision()));
    }

    @ParameterizedTest
    @CsvSource({
        "employment, police-record, 2000",
        "visa, police-record-visa, 3000",
        "licence, police-record, 2000",
        "adoption, police-record-adoption, 2500",
        "study, police-record-study, 1000"
    })
    void eachPurposeCostsWhatTheFeeScheduleSaysAndUrgentOnesTheUrgentFee(String purpose, String row, long cents) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        Bill ordinary = bill(certificates.applied(people.citizen(), purpose, "ordinary"));
        assertThat(ordinary.amount()).isEqualTo(Money.ofCents(cents));
        assertThat(country.fee(row, today).orElseThrow().cents()).isEqualTo(cents);
        assertThat(ordinary.head()).isEqualTo("POL-01");
        Bill urgent = bill(certificates.applied(people.citizen(), purpose, "urgent"));
        assertThat(urgent.amount()).isEqualTo(Money.ofCents(50_00));
        assertThat(country.fee("police-record-urgent", today).orElseThrow().cents())
                .isEqualTo(50_00);
        assertThat(urgent.head()).isEqualTo("POL-02");
    }

    @ParameterizedTest
    @CsvSource({"urgent, 1, true", "ordinary, 3, false"})
    void theDeadlineCountsWorkingDaysFromThePayment(String speed, int days, boolean urgent) {
        CaseFile unpaid = certificates.applied(people.citizen(), "study", speed);
        assertThat(unpaid.dueOn()).as("before the payment").isNull();
        CaseFile paid = cases.advance(unpaid.number(), "pay", unpaid.facts().objectNode());
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        assertThat(paid.dueOn()).isEqualTo(country.workingDays().after(today, days));
        assertThat(paid.urgent()).isEqualTo(urgent);
        assertThat(people.session(people.officer("police"))
                        .get("/cases/desk/" + paid.number())
                        .body()
                        .contains(">urgent<"))
                .isEqualTo(urgent);
    }

    @Test
    void whoWithdrawsBeforeWorkBeganGetsHisMoneyBack() {
        Actor citizen = told.reachable();
        CaseFile file = review(citizen);
        people.session(citizen).post("/cases/" + file.number() + "/do/withdraw", seen(file));
        assertThat(certificates.now(file.number()).state()).isEqualTo("withdrawn");
        assertThat(bill(file).refunded()).isEqualTo(Money.ofCents(20_00));
        told.assertTold(citizen, file, "withdrawn");
    }

    @Test
    void whoWithdrawsAfterAnOfficerHasBegunDoesNotAndIsToldSoBefore() {
        Actor citizen = told.reachable();
        CaseFile free = review(citizen);
        CaseFile file = cases.claim(people.officer("police"), free.number(), free.revision());
        TestSession phone = people.session(citizen);
        assertThat(phone.get("/cases/" + file.number()).body())
                .contains("Withdraw (the fee is not given back)")
                .doesNotContain("Withdraw and get your money back");
        assertThat(phone.post("/cases/" + file.number() + "/do/withdraw", seen(file))
                        .body())
                .contains("An officer has begun to work on it");
        assertThat(certificates.now(file.number()).state()).isEqualTo("review");
        phone.post("/cases/" + file.number() + "/do/withdraw-late", seen(file));
        assertThat(certificates.now(file.number()).state()).isEqualTo("withdrawn");
        assertThat(bill(file).refunded()).isEqualTo(Money.ZERO);
        told.assertTold(citizen, file, "withdrawn-unpaid");
    }

    @Test
    void whoWithdrawsUnpaidOwesNothing() {
        Actor citizen = told.reachable();
        CaseFile file = certificates.applied(citizen, "study", "ordinary");
        people.session(citizen).post("/cases/" + file.number() + "/do/withdraw-unpaid", seen(file));
        assertThat(bill(file).status()).isEqualTo(Bill.BillStatus.CANCELLED);
        told.assertTold(citizen, file, "withdrawn-unpaid");
    }

    @Test
    void theApplicantHearsOfEachStepByPhoneMailAndInbox() {
        Actor citizen = told.reachable();
        CaseFile file = review(citizen);
        told.assertTold(citizen, file, "applied");
        told.assertTold(citizen, file, "paid");
        Actor officer = people.officer("police");
        certificates.move(officer, file, "ask", "message", "Which of the two addresses is yours?");
        told.assertTold(citizen, file, "asked");
        certificates.move(citizen, file, "reply", "answer", "The first");
        told.assertTold(citizen, file, "replied");
        TestSession desk = people.session(officer);
        desk.post(
                "/cases/desk/" + file.number() + "/do/refuse",
                Map.of(
                        "revision",
                        Integer.toString(certificates.now(file.number()).revision()),
                        "grounds",
                        "document",
                        "reason",
                        "The corners are cut off"));
        told.assertTold(citizen, file, "refused");
        certificates.move(citizen, file, "appeal", "statement", "It is whole");
        told.assertTold(citizen, file, "appeal-received");
        certificates.move(people.officer("police"), file, "dismiss-appeal", "reason", "It is not");
        told.assertTold(citizen, file, "appeal-dismissed");
        assertThat(desk.get("/cases/desk/" + file.number()).body())
                .contains(
                        "<td>We have your payment for " + file.number() + "</td><td>SMS</td><td>delivered</td>",
                        "<td>E-mail</td><td>sent</td>");
    }

    @Test
    void theHolderIsToldThatItIsReadyAndOfARevocationAndOfTheNewOneThatIsMadeForNothing() {
        Actor citizen = told.reachable();
        CaseFile refused = review(citizen);
        Actor officer = people.officer("police");
        people.session(officer)
                .post(
                        "/cases/desk/" + refused.number() + "/do/refuse",
                        Map.of(
                                "revision",
                                Integer.toString(refused.revision()),
                                "grounds",
                                "document",
                                "reason",
                                "The corners are cut off"));
        certificates.move(citizen, refused, "appeal", "statement", "It is whole");
        Actor other = people.officer("police");
        certificates.move(other, refused, "allow-appeal", "reason", "It is");
        told.assertTold(citizen, refused, "appeal-allowed");
        CaseFile issued = certificates.approve(other, certificates.now(refused.number()));
        told.assertTold(citizen, issued, "issued");

        Actor supervisor = people.supervisor("police");
        certificates.move(supervisor, issued, "revoke", "reason", "Issued to the wrong person");
        assertThat(told.inInbox(citizen, issued, "revoked"))
                .as("before the second supervisor")
                .isZero();
        people.session(people.supervisor("police"))
                .post(
                        "/cases/desk/" + issued.number() + "/second",
                        Map.of(
                                "revision",
                                Integer.toString(
                                        certificates.now(issued.number()).revision()),
                                "confirm",
                                "true"));
        assertThat(certificates.now(issued.number()).state()).isEqualTo("revoked");
        told.assertTold(citizen, issued, "revoked");
        assertThat(people.session(citizen).get("/cases/" + issued.number()).body())
                .contains("Your certificate is no longer valid.")
                .doesNotContain("/do/renew");
        assertThatThrownBy(() -> certificates.move(citizen, issued, "renew", "", ""))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem.guard"));

        certificates.move(supervisor, issued, "renew-ours", "", "");
        told.assertTold(citizen, issued, "renewed");
        certificates.await(issued, "review");
    }

    @Test
    void aCertificateThatTheRegisterOutdatedIsMadeAnewAtNoFee() {
        Actor citizen = told.reachable();
        Actor registrar = people.registrar("police");
        CaseFile issued = certificates.approve(people.officer("police"), review(citizen));
        Bill paid = bill(issued);
        long record = keep.open(
                registrar,
                new PersonEntry(
                        0,
                        0,
                        citizen.person(),
                        "Renewed",
                        "Testcase",
                        List.of(),
                        BirthDate.parse("1985-06-07"),
                        null,
                        null,
                        null),
                "Entered for a test");
        keep.add(registrar, TestCases.conviction(record), "Missed at the time");
        certificates.await(issued, "revoked");
        told.assertTold(citizen, issued, "outdated");

        TestSession phone = people.session(citizen);
        String page = "/cases/" + issued.number();
        assertThat(phone.get(page).body()).contains("Get a new certificate, at no fee", page + "/do/renew");
        phone.post(page + "/do/renew", seen(certificates.now(issued.number())));
        told.assertTold(citizen, issued, "renewed");
        CaseFile again = certificates.await(issued, "review");
        assertThat(again.dueOn()).as("a deadline of its own").isNotNull();
        assertThat(bill(again)).as("the one bill, of the first certificate").isEqualTo(paid);
        assertThat(bill(again).outstanding()).isEqualTo(Money.ZERO);
        assertThat(phone.get(page).body())
                .doesNotContain("Withdraw and get your money back")
                .contains("Withdraw (the fee is not given back)");
        assertThatThrownBy(() -> certificates.move(citizen, again, "withdraw", "", ""))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem.guard"));

        Actor officer = people.officer("police");
        CaseFile judged = again;
        for (Screened candidate : screenings.of(again.number())) {
            judged = judge.judge(
                    officer,
                    judged,
                    judged.revision(),
                    candidate.person(),
                    candidate.person() == record ? Verdict.YES : Verdict.NO,
                    "Compared the numbers");
        }
        CaseFile anew = certificates.approve(officer, judged);
        assertThat(anew.facts().path("disclosed").asInt()).isEqualTo(1);
        assertThat(anew.facts().path("outdated").asBoolean()).isFalse();
        assertThat(documents.of(anew.number())).hasSize(2).satisfies(both -> {
            assertThat(both.getFirst().revokedAt()).isNotNull();
            assertThat(both.getLast().revokedAt()).isNull();
        });
        assertThat(bill(anew)).isEqualTo(paid);
    }

    private long late(Actor registrar, String given, String family) {
        long record = keep.open(
                registrar,
                new PersonEntry(0, 0, null, given, family, List.of(), BirthDate.parse("1977-08-09"), null, null, null),
                "Entered for a test");
        keep.add(registrar, TestCases.conviction(record), "Sent late by the court");
        return record;
    }

    private CaseFile judged(Actor officer, CaseFile file, long record, Verdict verdict) {
        judge.judge(
                officer,
                file,
                certificates.now(file.number()).revision(),
                record,
                verdict,
                "Compared the birth places");
        certificates.move(officer, file, "rechecked", "", "");
        return certificates.now(file.number());
    }

    @Test
    void aLateConvictionWithoutNumberBringsTheCertificatesCaseToAnOfficerWhoAloneDecides() {
        Actor citizen = people.citizen("Hermelinda Quetzalcoa", LocalDate.of(1977, 8, 9));
        Actor registrar = people.registrar("police");
        Actor officer = people.officer("police");
        CaseFile issued = certificates.approve(officer, certificates.screened(citizen, "employment"));
        long record = late(registrar, "Hermelinda", "Quetzalcoa");
        CaseFile open = certificates.await(issued, "in-recheck");
        assertThat(open.officer()).as("on the worklist of all").isNull();
        assertThat(open.facts().path("unjudged").asInt()).isEqualTo(1);
        assertThat(documents.of(issued.number()).getFirst().revokedAt())
                .as("by the score alone")
                .isNull();
        TestSession desk = people.session(officer);
        assertThat(worklist(desk)).contains(issued.number().text());
        assertThat(desk.get("/cases/desk/" + issued.number()).body())
                .contains("Hermelinda Quetzalcoa", "Common assault", "name=\"verdict\"");
        assertThat(people.session(citizen).get("/cases/" + issued.number()).body())
                .contains("An officer is looking at the register once more", "Your certificate is valid until");
        assertThatThrownBy(() -> certificates.move(officer, open, "rechecked", "", ""))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem.guard"));

        assertThat(judged(officer, open, record, Verdict.NO).state()).isEqualTo("issued");
        keep.add(registrar, TestCases.conviction(record), "A second one");
        long second = late(registrar, "Hermelynda", "Quetzalcoa");
        certificates.await(issued, "in-recheck");
        assertThat(screenings.of(issued.number()))
                .as("who was judged is not asked about again")
                .filteredOn(Screened::unjudged)
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.person()).isEqualTo(second));
        judged(officer, certificates.now(issued.number()), second, Verdict.YES);
        certificates.await(issued, "revoked");
        assertThat(documents.of(issued.number()).getFirst().revokedAt()).isNotNull();
        assertThat(told.inInbox(citizen, issued, "outdated")).isEqualTo(1);
    }

    /** All pages of what nobody has claimed: a case without a deadline is on the last of them. */
    private static String worklist(TestSession desk) {
        StringBuilder pages = new StringBuilder();
        Optional<String> path = Optional.of("/cases/worklist?which=free");
        while (path.isPresent()) {
            String page = desk.get(path.get()).body();
            pages.append(page);
            Matcher next = NEXT.matcher(page);
            path = next.find() ? Optional.of(next.group(1).replace("&amp;", "&")) : Optional.empty();
        }
        return pages.toString();
    }

    @Test
    void aLateConvictionOfSomebodyElseDisturbsNobody() {
        Actor citizen = people.citizen("Casimira Quetzalcoa", LocalDate.of(1951, 2, 3));
        CaseFile issued = certificates.approve(people.officer("police"), certificates.screened(citizen, "employment"));
        Actor same = people.citizen("Ludivina Zuniga Quetz", LocalDate.of(1977, 8, 9));
        CaseFile found = certificates.approve(people.officer("police"), certificates.screened(same, "employment"));
        late(people.registrar("police"), "Ludivina", "Zuniga Quetz");
        certificates.await(found, "in-recheck");
        assertThat(certificates.now(issued.number()).state()).isEqualTo("issued");
    }

    @Test
    void noNoticeOfTheServiceIsWithoutATest() {
        ServiceDefinition definition =
                services.current("policerecords.certificate").orElseThrow();
        List<ServiceDefinition.Effect> effects = new ArrayList<>(definition.onSubmit());
        effects.addAll(definition.onBreach());
        definition.transitions().forEach(t -> effects.addAll(t.effects()));
        assertThat(effects.stream()
                        .filter(effect -> effect.kind() == EffectKind.NOTIFY)
                        .flatMap(effect -> Stream.ofNullable(effect.argument()))
                        .distinct()
                        .sorted())
                .containsExactlyElementsOf(
                        TOLD.stream().map(notice -> Told.ROOM + notice).toList());
    }

    @Test
    void theOfficerSeesScoreAndReasonsTheStatechartAndHowFarEachNoticeCame() {
        Actor citizen = people.citizen("Evangelina Deskpage", LocalDate.of(1985, 7, 6));
        told.reach(citizen, UNREACHABLE);
        Actor registrar = people.registrar("police");
        long record = keep.open(
                registrar,
                new PersonEntry(
                        0,
                        0,
                        null,
                        "Evangelina",
                        "Deskpage",
                        List.of(),
                        BirthDate.parse("1985-06-07"),
                        null,
                        null,
                        null),
                "Entered for a test");
        keep.add(registrar, TestCases.conviction(record), "Entered for a test");
        CaseFile file = review(citizen);
        Screened candidate = screenings.of(file.number()).getFirst();
        String page = people.session(people.officer("police"))
                .get("/cases/desk/" + file.number())
                .body();
        assertThat(page)
                .contains("Score " + String.format(java.util.Locale.ROOT, "%.2f", candidate.score()))
                .contains("<li>The name is the same</li>", "<li>Day and month of birth are swapped</li>")
                .contains("role=\"img\" aria-label=\"Officer&#39;s review\"");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        people.session(people.officer("police"))
                                .get("/cases/desk/" + file.number())
                                .body())
                .contains("<td>Inbox</td><td>sent</td>", "<td>E-mail</td><td>sent</td>")
                .containsPattern("<td>SMS</td><td>failed<br>[^<]+</td>"));
    }
}
