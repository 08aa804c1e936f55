package bz.ceiba.systems.dataprotection;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

/** A right goes to the office that holds the data, and from there to the Commissioner: by appeal, or because nobody answers. */
@CeibaTest
class RightsIT {
    @Autowired
    TestPeople people;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Country country;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    private Actor citizen() {
        Actor some = people.citizen();
        return new Actor(some.number(), some.name(), Assurance.SUBSTANTIAL, List.of(), null);
    }

    private CaseFile asked(Actor citizen, String right, String office) {
        var form = JsonNodeFactory.instance
                .objectNode()
                .put("right", right)
                .put("office", office)
                .put("what", "All that there is");
        if (right.equals("erasure")) {
            form.put("why", "It harms me");
        }
        return cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("dataprotection.request").orElseThrow(),
                citizen,
                form,
                "en"));
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    private LocalDate inWorkingDays(int days) {
        return country.workingDays().after(LocalDate.ofInstant(clock.instant(), Country.ZONE), days);
    }

    private int act(Actor actor, CaseFile file, String transition, Map<String, String> input) {
        Map<String, String> all = new java.util.HashMap<>(input);
        all.put("revision", String.valueOf(now(file).revision()));
        String page = actor.isStaff() ? "/cases/desk/" : "/cases/";
        return people.session(actor)
                .post(page + file.number() + "/do/" + transition, all)
                .statusCode();
    }

    @Test
    void aRefusalNeedsAGroundAndTheCommissionerCanOrderTheOfficeToDoIt() {
        Actor ana = citizen();
        CaseFile file = asked(ana, "erasure", "police");
        assertThat(file.agency()).isEqualTo("police");
        assertThat(file.dueOn()).isEqualTo(inWorkingDays(10));
        assertThat(people.session(people.officer("egov"))
                        .get("/cases/desk/" + file.number())
                        .statusCode())
                .as("the service's own agency holds nothing of it")
                .isEqualTo(404);
        Actor officer = people.officer("police");
        Actor commissioner = people.officer("data-protection");
        assertThat(people.session(officer).get("/cases/desk/" + file.number()).body())
                .contains("What your office holds by the catalogue", "Criminal Records Office");
        assertThat(act(officer, file, "refuse", Map.of("reason", "No")))
                .as("without a ground")
                .isEqualTo(422);
        assertThat(act(officer, file, "refuse", Map.of("ground", "law-keeps", "reason", "The Police Act says so")))
                .isEqualTo(302);
        assertThat(people.session(ana).get("/cases/" + file.number()).body())
                .contains("The Police Act says so", "A law tells the office to keep or use it");

        assertThat(act(ana, file, "appeal", Map.of("statement", "It does not"))).isEqualTo(302);
        assertThat(now(file).agency()).isEqualTo("data-protection");
        assertThat(now(file).officer()).isNull();
        assertThat(people.session(officer).get("/cases/desk/" + file.number()).statusCode())
                .as("the office that refused")
                .isEqualTo(404);
        assertThat(people.session(commissioner).get("/cases/worklist").body())
                .contains(file.number().text());
        assertThat(act(commissioner, file, "order", Map.of("reason", "Erase it")))
                .isEqualTo(302);
        assertThat(now(file).agency()).isEqualTo("police");
        assertThat(now(file).dueOn()).isEqualTo(inWorkingDays(10));
        assertThat(act(officer, file, "refuse", Map.of("ground", "law-keeps", "reason", "No")))
                .as("an order is not refused")
                .isEqualTo(409);
        assertThat(act(officer, file, "do", Map.of("reason", "Erased"))).isEqualTo(302);
        assertThat(now(file).outcome()).isEqualTo("granted");
    }

    @Test
    void whatNobodyAnswersGoesToTheCommissionerByItself() {
        CaseFile file = asked(citizen(), "access", "lands");
        assertThat(file.dueOn()).isEqualTo(inWorkingDays(20));
        db.sql("update cases.case_file set timer_at = now() - interval '1 minute' where number = ?")
                .param(file.number().text())
                .update();
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> now(file).agency(), "data-protection"::equals);
        assertThat(now(file).state()).isEqualTo("appeal");
        Actor commissioner = people.officer("data-protection");
        assertThat(act(commissioner, file, "dismiss", Map.of("reason", "There is nothing")))
                .isEqualTo(302);
        assertThat(now(file).outcome()).isEqualTo("refused");
    }

    @Test
    void whoIsNotKnownSurelyEnoughShowsMoreFirstAndOthersFindTheServiceUnderMyData() {
        Actor ana = people.citizen();
        TestSession low = people.session(ana);
        assertThat(low.get("/identity/me").body()).contains("/cases/start/dataprotection.request");
        assertThat(low.post("/cases/start/dataprotection.request", Map.of()).statusCode())
                .isEqualTo(403);
        Actor sure = new Actor(ana.number(), ana.name(), Assurance.SUBSTANTIAL, List.of(), null);
        try (BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(phone, base, people.session(sure));
            Page page = phone.newPage();
            page.navigate(base + "/identity/me");
            Browser.assertAccessible(page);
            Browser.picture(page, "identity-me-rights-es-360");
            page.locator("a[href='/cases/start/dataprotection.request']").click();
            page.locator("main form button, main a.govuk-button").first().click();
            page.locator("input[value=access]").click();
            Browser.picture(page, "dataprotection-right-es-360");
            page.locator("main form button").first().click();
            page.locator("select[name=office]").selectOption("police");
            page.locator("main form button").first().click();
            page.locator("#what").fill("Todo lo que hay");
            page.locator("main form button").first().click();
            page.locator("form[action$='/submit'] button").first().click();
            assertThat(page.url()).contains("/cases/");
            CaseNumber number = CaseNumber.parse(
                            page.url().replaceAll(".*/", "").replaceAll("\\?.*", ""))
                    .orElseThrow();
            page.navigate(base + "/cases/" + number);
            assertThat(page.content()).contains("/identity/me/data.json");
            Browser.picture(page, "dataprotection-case-es-360");
            assertThat(cases.find(number).orElseThrow().agency()).isEqualTo("police");
        }
    }
}
