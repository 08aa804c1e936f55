package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.UseFilter;
import bz.ceiba.platform.audit.UseKind;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.web.Messages;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@CeibaTest
class MeTest {
    @Autowired
    TestPeople people;

    @Autowired
    TestLife life;

    @Autowired
    Country country;

    @Autowired
    Guardianships guardianships;

    @Autowired
    Delegations delegations;

    @Autowired
    OwnNumber numbers;

    @Autowired
    Audit audit;

    @Autowired
    Disclosures disclosures;

    @Autowired
    List<HeldAbout> rooms;

    @Autowired
    Messages messages;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    private static Actor sure(Actor citizen) {
        return new Actor(citizen.number(), citizen.name(), Assurance.SUBSTANTIAL, List.of(), null);
    }

    /** Somebody of whom every room has something. */
    private Actor known() {
        Actor ana = people.citizen("Ana Tillett");
        numbers.make(ana, null);
        Actor ben = people.citizen("Ben Usher");
        delegations.offer(ana, ben.person(), "Usher", Set.of(), life.today().plusDays(5));
        delegations.accept(ben, delegations.of(ana.person()).getFirst().id());
        report(people.session(ana), "7");
        return ana;
    }

    private static String report(TestSession session, String entry) {
        HttpResponse<String> started = session.post("/cases/start/identity.misuse", Map.of("entry", entry));
        String first = session.location(started);
        String draft = first.substring(0, first.lastIndexOf('/'));
        assertThat(session.get(first).body()).contains("value=\"" + entry + "\"");
        session.post(draft + "/entry", Map.of("entry", entry));
        session.post(draft + "/kind", Map.of("kind", "office"));
        session.post(draft + "/statement", Map.of("statement", "Nobody told me why they looked."));
        HttpResponse<String> sent = session.post(draft + "/submit", Map.of());
        assertThat(sent.statusCode()).isEqualTo(302);
        return session.location(sent);
    }

    @Test
    void onePageSaysEverythingWithSourceAndDay() {
        Actor ana = known();
        assertThat(people.session(ana).get("/identity/me").body())
                .contains("Ana Tillett")
                .contains("Proved with papers and in person: Ministry of Immigration")
                .contains("Proved with a code that was sent there.")
                .contains("Open: you can sign in with it.")
                .contains("Ben Usher", "Because you said so.")
                .contains("/identity/passkeys", "/identity/consents", "/identity/delegations", "/identity/number")
                .contains("/portal/disclosures?kind=sign-in", "/cases/start/identity.misuse");
        assertThat(people.session(ana).get("/").body()).contains("href=\"/identity/me\"");
    }

    @Test
    void everythingIsTakenAwayByWhoIsSurelyKnownAndThatIsNoted() {
        Actor ana = known();
        HttpResponse<String> unsure = people.session(ana).get("/identity/me/data.json");
        assertThat(unsure.statusCode()).isEqualTo(403);
        assertThat(unsure.body()).contains("/access/sign-in?level=SUBSTANTIAL&amp;back=%2Fidentity%2Fme%2Fdata.json");
        HttpResponse<String> taken = people.session(sure(ana)).get("/identity/me/data.json");
        assertThat(taken.headers().firstValue("Content-Disposition").orElse("")).contains("attachment");
        JsonNode copy = JsonMapper.shared().readTree(taken.body());
        assertThat(copy.path("held").findValuesAsString("kind"))
                .contains("person", "verification", "number", "mandate", "case", "notice");
        assertThat(taken.body()).contains("Nobody told me why they looked.").doesNotContain("password", "credential");
        String page = people.session(sure(ana)).get("/identity/me/data.html").body();
        assertThat(page)
                .contains("<h3>What the register of people says</h3>", "<dt>Date of birth</dt>", "31 January 1990")
                .contains("Nobody told me why they looked.");
        assertThat(db.sql("select count(*) from audit.entry where event = 'OWN_DATA_TAKEN' and subject = ?")
                        .param(ana.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void whoOnlyHelpsTakesNothingAwayButAParentDoes() {
        Actor citizen = people.citizen();
        Actor assistant = people.assistant("egov");
        Actor helping = new Actor(
                assistant.number(),
                assistant.name(),
                assistant.assurance(),
                assistant.roles(),
                new Actor.Represented(citizen.number(), citizen.name(), List.of()));
        HttpResponse<String> refused = people.session(helping).get("/identity/me/data.json");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Nobody does this for somebody else");

        LocalDate born = life.today().minusYears(4);
        Actor parent = people.citizen();
        Actor child = people.citizen("Luz Choc", born);
        guardianships.ofParent(parent.person(), child.person(), born);
        TestSession acting = people.session(sure(parent));
        acting.post("/access/acting/begin", Map.of("number", child.number()));
        assertThat(acting.get("/identity/me/data.json").body())
                .contains(child.number())
                .doesNotContain("\"person\":\"" + parent.number());
    }

    @Test
    void whatIsTakenAwayHasItsWordsInEveryLanguage() {
        Actor ana = known();
        Set<String> missing = new TreeSet<>();
        for (HeldAbout room : rooms) {
            require(room.room() + ".about-you", missing);
            room.tell(ana.person(), held -> {
                require(room.room() + ".about-you." + held.kind(), missing);
                JsonMapper.shared()
                        .readTree(held.json())
                        .propertyNames()
                        .forEach(name -> require("web.about-you." + name, missing));
            });
        }
        assertThat(missing).isEmpty();
    }

    private void require(String key, Set<String> missing) {
        messages.languages().stream()
                .filter(language -> !messages.keys(language).contains(key))
                .forEach(language -> missing.add(language + " " + key));
    }

    @Test
    void usesAreFilteredByKindAndMonth() {
        Actor ana = people.citizen("Ana Tillett");
        Actor officer = people.officer("police");
        audit.record(new AuditEntry(
                AuditEvent.SIGN_IN_REFUSED, AuditEntry.ANONYMOUS, null, null, ana.person(), null, null, Map.of()));
        audit.record(ana.does(AuditEvent.SIGNED_IN, null, Map.of()));
        audit.record(officer.doesFor(
                "police",
                AuditEvent.REGISTER_ASKED,
                ana.person(),
                null,
                "employment",
                Map.of("service", "identity.person", "fields", "/name", "agreement", "police-person/1")));
        audit.record(new AuditEntry(
                AuditEvent.CLAIMS_TOLD,
                "bank",
                "Demo Bank",
                null,
                ana.person(),
                null,
                null,
                Map.of("client", "bank", "party", "Demo Bank", "claims", "name birthdate")));
        TestSession session = people.session(ana);
        assertThat(session.get("/portal/disclosures").body())
                .contains("Somebody who was not signed in tried to sign in as you and did not get in.")
                .contains("Ana Tillett signed in.")
                .contains("asked the register of people about you.")
                .contains("The service Demo Bank was told things about you.")
                .contains("<li>Date of birth</li>")
                .contains("/cases/start/identity.misuse?entry=");
        assertThat(session.get("/portal/disclosures?kind=service").body())
                .contains("Demo Bank")
                .doesNotContain("signed in.")
                .doesNotContain("register of people about you");
        YearMonth now = YearMonth.from(life.today());
        assertThat(session.get("/portal/disclosures?kind=sign-in&month=" + now).body())
                .contains("Ana Tillett signed in.");
        assertThat(session.get("/portal/disclosures?month=" + now.minusMonths(2))
                        .body())
                .contains("Nothing of this kind in this month.");
        assertThat(session.get("/portal/disclosures?kind=nonsense&month=nonsense")
                        .statusCode())
                .isEqualTo(200);
        assertThat(disclosures
                        .uses(people.citizen().person(), List.of(), UseFilter.ALL, 0)
                        .entries())
                .as("nobody else's")
                .isEmpty();
    }

    @Test
    void everyKindOfUseHasItsWordsInEveryLanguage() {
        for (AuditEvent event : AuditEvent.values()) {
            if (UseKind.hasWords(event)) {
                messages.languages().forEach(language -> assertThat(messages.keys(language))
                        .contains("audit.disclosed." + event.name()));
            }
        }
        for (UseKind kind : UseKind.values()) {
            assertThat(messages.has("audit.uses.kind." + kind.id())).isTrue();
        }
    }

    @Test
    void aReportOpensACaseThatAnOfficerOfTheMinistryAnswersInTenWorkingDays() {
        Actor ana = people.citizen();
        String path = report(people.session(ana), "12");
        assertThat(people.session(ana).get(path).body()).contains("An officer is finding out what happened.");
        String number = path.substring(path.lastIndexOf('/') + 1);
        assertThat(db.sql(
                                "select agency || ' ' || (form ->> 'entry') || ' ' || due_on from cases.case_file where number = ?")
                        .param(number)
                        .query(String.class)
                        .optional()
                        .orElse(""))
                .isEqualTo("egov 12 " + country.workingDays().after(life.today(), 10));
        assertThat(db.sql(
                                "select count(*) from notifications.notice where person = ? and template = 'identity.notice.misuse-received'")
                        .param(ana.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(people.session(people.officer("egov")).get("/cases/worklist").body())
                .contains(number);
        assertThat(people.session(people.officer("police"))
                        .get("/cases/worklist")
                        .body())
                .doesNotContain(number);
        assertThat(people.session(people.citizen()).get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aSeniorReadsItAllOnAPhone() {
        Actor ana = known();
        audit.record(
                people.officer("police").doesFor("police", AuditEvent.CASE_READ, ana.person(), null, null, Map.of()));
        for (String language : List.of("en", "es")) {
            try (BrowserContext phone = Browser.phone(language, true)) {
                Browser.signIn(phone, base, people.session(ana));
                look(phone, "/identity/me", "me-" + language);
                look(phone, "/portal/disclosures", "uses-" + language);
            }
        }
        try (BrowserContext desk = Browser.desk("en")) {
            Browser.signIn(desk, base, people.session(ana));
            Page page = desk.newPage();
            page.navigate(base + "/identity/me");
            Browser.assertFits(page);
            Browser.picture(page, "me-desk");
            page.navigate(base + "/portal/disclosures");
            Browser.assertFits(page);
            Browser.picture(page, "uses-desk");
            page.navigate(base + "/cases/start/identity.misuse?entry=5");
            Browser.assertFits(page);
            Browser.picture(page, "misuse-desk");
        }
    }

    private void look(BrowserContext context, String path, String name) {
        Page page = context.newPage();
        page.navigate(base + path);
        Browser.assertAccessible(page);
        Browser.picture(page, name);
    }
}
