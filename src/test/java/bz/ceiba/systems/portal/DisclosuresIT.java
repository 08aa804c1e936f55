package bz.ceiba.systems.portal;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosure;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.Excerpt;
import bz.ceiba.platform.audit.OfflineCheck;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

@CeibaTest
class DisclosuresIT {
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(20));

    @Autowired
    private TestPeople people;

    @Autowired
    private Audit audit;

    @Autowired
    private Disclosures disclosures;

    @Autowired
    private Cases cases;

    @Autowired
    private Country country;

    @Autowired
    private Clock clock;

    @Value("${ceiba.base-url}")
    private String base;

    @Test
    void aPersonReadsWhoLookedForWhatAndWhy() {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        audit.record(officer.doesFor(
                "police",
                AuditEvent.REGISTER_ASKED,
                citizen.person(),
                CASE,
                "employment",
                Map.of("service", "identity.person", "fields", "/name /birth_date")));
        audit.record(new AuditEntry(
                AuditEvent.DOCUMENT_VERIFIED,
                AuditEntry.ANONYMOUS,
                null,
                null,
                citizen.person(),
                null,
                null,
                Map.of()));
        audit.record(citizen.does(AuditEvent.CASE_READ, CASE, Map.of()));
        audit.record(officer.doesFor(
                "police", AuditEvent.CASE_READ, citizen.person(), CASE, "policerecords.certificate", Map.of()));

        TestSession browser = people.session(citizen);
        String page = browser.get("/portal/disclosures").body();

        assertThat(page)
                .contains(officer.name() + " (Belize Police Department) asked the register of people about you.")
                .contains("Why: a police record certificate for work.")
                .contains("Why: Police record certificate.")
                .contains(CASE.text())
                .contains("<li>birth date</li>")
                .contains("Somebody who was not signed in checked whether a document of yours is valid.");
        assertThat(page).as("what he did himself").doesNotContain(citizen.name() + " opened");

        for (String month : List.of("2026-13", "%2B999999999-12", "-999999999-01")) {
            assertThat(browser.get("/portal/disclosures?month=" + month).body())
                    .as(month)
                    .contains(officer.name());
        }
        browser.remember("ceiba_language", "es");
        assertThat(browser.get("/portal/disclosures").body())
                .contains(officer.name()
                        + " (Departamento de Policía de Belice) consultó el registro de personas sobre usted.")
                .contains("Para qué: un certificado de antecedentes para trabajar.");
    }

    @Test
    void nobodySeesAnothersDisclosures() {
        Actor citizen = people.citizen();
        audit.record(people.officer("police")
                .doesFor("police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of()));

        assertThat(people.session(people.citizen()).get("/portal/disclosures").body())
                .contains("Nobody has looked at your data yet");
        assertThat(people.anonymous().get("/portal/disclosures").statusCode())
                .as("sign in first")
                .isNotEqualTo(200);
    }

    @Test
    void theNewestComeFirstFiftyAtATime() {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        for (int i = 0; i <= Excerpt.SIZE; i++) {
            audit.record(officer.doesFor(
                    "police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of("n", String.valueOf(i))));
        }

        Excerpt first = disclosures.about(citizen.person(), 0);
        assertThat(first.more()).isTrue();
        assertThat(first.entries()).hasSize(Excerpt.SIZE);
        assertThat(first.entries().getFirst().detail()).containsEntry("n", "50");
        Excerpt second = disclosures.about(citizen.person(), 1);
        assertThat(second.more()).isFalse();
        assertThat(second.entries())
                .singleElement()
                .extracting(Disclosure::detail)
                .isEqualTo(Map.of("n", "0"));
        assertThat(people.session(citizen).get("/portal/disclosures").body())
                .contains("href=\"/portal/disclosures?page=2\"");
    }

    @Test
    void withinSecondsAnEntryIsSealedAndSaysSo() {
        Actor citizen = people.citizen();
        audit.record(people.officer("police")
                .doesFor("police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of()));

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (disclosures.about(citizen.person(), 0).entries().getFirst().checkpoint() == null) {
            assertThat(System.nanoTime()).as("sealed in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(people.session(citizen).get("/portal/disclosures").body()).contains("sealed with checkpoint");
        assertThat(people.anonymous().get("/audit/checkpoint").body())
                .startsWith("ceiba.bz/audit\n")
                .contains("\n\u2014 ceiba.bz/audit ");
        assertThat(people.anonymous().get("/audit/key").body()).startsWith("ceiba.bz/audit+");
    }

    @Test
    void anEntrysProofIsTakenAwayAndHoldsWithoutUs(@TempDir Path directory) throws Exception {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        audit.record(officer.doesFor("police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of()));
        Disclosure entry = Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> disclosures.about(citizen.person(), 0).entries().getFirst(),
                        one -> one.checkpoint() != null);
        TestSession browser = people.session(citizen);
        String path = "/portal/disclosures/" + entry.number() + "/proof";
        assertThat(browser.get("/portal/disclosures").body()).contains("href=\"" + path + "\"");

        HttpResponse<String> proof = browser.get(path);

        assertThat(proof.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"entry-" + entry.number() + ".tlog-proof\"");
        Path key = Files.writeString(
                directory.resolve("key"), people.anonymous().get("/audit/key").body());
        Path file = Files.writeString(directory.resolve("proof"), proof.body());
        assertThat(OfflineCheck.with(directory, key).proof(file).entry())
                .contains("\"subject\":\"" + citizen.number() + "\"")
                .contains(officer.name())
                .doesNotContain(officer.number());
        assertThat(people.session(people.citizen()).get(path).statusCode())
                .as("another's")
                .isEqualTo(404);
        assertThat(people.anonymous().get(path).statusCode()).isNotEqualTo(200);
    }

    @Test
    void usesAreFoundByOfficeMonthAndWords() {
        Actor citizen = people.citizen();
        Actor police = people.officer("police");
        audit.record(police.doesFor(
                "police", AuditEvent.CASE_READ, citizen.person(), CASE, "policerecords.certificate", Map.of()));
        audit.record(people.officer("egov")
                .doesFor("egov", AuditEvent.FILE_READ, citizen.person(), null, null, Map.of("name", "deed.pdf")));
        TestSession browser = people.session(citizen);
        String opened = police.name() + " (Belize Police Department)";

        for (String found : List.of(
                "agency=police",
                "text=" + police.name().replace(" ", "+"),
                "text=" + CASE.text(),
                "text=POLICE+record+cert",
                "text=belize+police+dep",
                "agency=police&text=" + CASE.text() + "&kind=office")) {
            assertThat(browser.get("/portal/disclosures?" + found).body())
                    .as(found)
                    .contains(opened)
                    .doesNotContain("(Ministry of E-Governance)");
        }
        for (String nothing : List.of("agency=police&text=deed", "text=%25", "text='", "agency=nonsense")) {
            assertThat(browser.get("/portal/disclosures?" + nothing).body())
                    .as(nothing)
                    .doesNotContain(opened)
                    .contains("Nothing fits.");
        }
        assertThat(browser.get("/portal/disclosures?text=" + "x".repeat(5_000)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aQuestionGoesToTheOfficeThatLookedAndNotToTheOfficerWhoDid() {
        Actor citizen = people.citizen();
        Actor looked = people.officer("police");
        audit.record(looked.doesFor("police", AuditEvent.CASE_READ, citizen.person(), null, null, Map.of()));
        String entry = Long.toString(
                disclosures.about(citizen.person(), 0).entries().getFirst().number());
        TestSession browser = people.session(citizen);
        assertThat(browser.get("/portal/disclosures").body())
                .contains("href=\"/cases/start/identity.question?entry=" + entry + "\"");

        String path = browser.location(ask(browser, entry));
        CaseNumber number =
                CaseNumber.parse(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
        CaseFile file = cases.find(number).orElseThrow();

        assertThat(file.agency()).isEqualTo("police");
        assertThat(file.form().path("entry").asString("")).isEqualTo(entry);
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        assertThat(file.dueOn()).isEqualTo(country.workingDays().after(today, 10));
        Map<String, String> answer = Map.of("reason", "It was for your certificate.", "revision", "1");
        assertThat(people.session(looked)
                        .post("/cases/desk/" + number + "/do/explain", answer)
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.officer("egov"))
                        .get("/cases/desk/" + number)
                        .statusCode())
                .as("another office")
                .isIn(403, 404);
        Actor colleague = people.officer("police");
        assertThat(people.session(colleague).get("/cases/desk/" + number).body())
                .as("it waits for whoever takes it")
                .contains("Nobody has taken this case yet");
        assertThat(people.session(colleague)
                        .post("/cases/desk/" + number + "/do/explain", answer)
                        .statusCode())
                .isEqualTo(302);
        assertThat(browser.get(path).body()).contains("It was for your certificate.");
    }

    private static HttpResponse<String> ask(TestSession browser, String entry) {
        HttpResponse<String> started = browser.post("/cases/start/identity.question", Map.of("entry", entry));
        String first = browser.location(started);
        String draft = first.substring(0, first.lastIndexOf('/'));
        browser.post(draft + "/entry", Map.of("entry", entry));
        browser.post(draft + "/question", Map.of("question", "Why did you look at my data?"));
        return browser.post(draft + "/submit", Map.of());
    }

    @Test
    void nobodyAsksAboutAnotherPersonsEntry() {
        Actor citizen = people.citizen();
        audit.record(people.officer("police")
                .doesFor("police", AuditEvent.CASE_READ, citizen.person(), null, null, Map.of()));
        String entry = Long.toString(
                disclosures.about(citizen.person(), 0).entries().getFirst().number());

        HttpResponse<String> refused = ask(people.session(people.citizen()), entry);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Your log has no entry of that number");
        assertThat(cases.of(citizen.person())).isEmpty();
    }

    @Test
    void onAPhoneAndOnADeskThePageFitsAndIsAccessible() {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        for (int i = 0; i < 3; i++) {
            audit.record(officer.doesFor("police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of()));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> disclosures
                                .about(citizen.person(), 0)
                                .entries()
                                .getFirst()
                                .checkpoint()
                        != null);
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext desk = Browser.desk("en")) {
            look(phone, citizen, "phone");
            look(desk, citizen, "desk");
        }
    }

    private void look(BrowserContext context, Actor citizen, String where) {
        Browser.signIn(context, base, people.session(citizen));
        Page page = context.newPage();
        page.navigate(base + "/portal/disclosures?agency=police");
        Browser.assertAccessible(page);
        Browser.assertFits(page);
        Browser.picture(page, "who-looked-" + where);
        page.navigate(base + "/cases/start/identity.question?entry=1");
        Browser.picture(page, "question-" + where);
    }
}
