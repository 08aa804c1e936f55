package bz.ceiba.systems.civilregistry;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.json.JsonMapper;

/** The pages of adoptions, decrees and annulled births, at a desk and on a phone, in both languages. */
@CeibaTest
class CourtsJourney {
    @Autowired
    TestPeople people;

    @Autowired
    TestBirths births;

    @Autowired
    Telling telling;

    @Value("${ceiba.base-url}")
    String base;

    private void look(Page page, String path, String name) {
        page.navigate(base + path);
        seen(page, name);
    }

    private static void seen(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.assertFits(page);
        Browser.picture(page, "courts-" + name);
    }

    /** On both, as it comes and with what is missing. */
    private void both(Page wide, Page small, String path, String name) {
        look(wide, path, name + "-en-1280");
        look(small, path, name + "-es-360");
        small.locator("main form button").last().click();
        seen(small, name + "-missing-es-360");
    }

    @Test
    void registrarsPagesOfCourtsFitADeskAndAPhoneInBothLanguages() {
        Actor mother = people.citizen("Petrona Looked");
        Entry birth = births.numbered(births.registered(
                mother, births.form(mother, "Zoraida", births.today().minusDays(9))));
        Entry wrong = births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(4)));
        Actor registrar = people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.REGISTRAR);
        try (BrowserContext desk = Browser.desk("en");
                BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(desk, base, people.session(registrar));
            Browser.signIn(phone, base, people.session(registrar));
            Page wide = desk.newPage();
            Page small = phone.newPage();
            for (String event : new String[] {"adoption-order", "decree"}) {
                both(wide, small, "/civilregistry/notify/" + event, event);
            }
            String annul = "/civilregistry/register/" + wrong.reference() + "/annul";
            both(wide, small, annul, "annul");
            TestSession other = people.session(people.registrar(RegisterEntry.AGENCY));
            other.post(
                    annul,
                    Map.of(
                            "cause",
                            "DUPLICATE",
                            "stays",
                            birth.reference().text(),
                            "evidence",
                            "Both slips",
                            "why",
                            "The same child was entered twice"));
            look(wide, annul, "annul-decide-en-1280");
            look(small, annul, "annul-decide-es-360");
            String adoption = adopted(birth);
            look(wide, "/civilregistry/register/" + adoption, "adopted-entry-en-1280");
            both(wide, small, "/civilregistry/adoptions/" + adoption, "adoption");
            other.post(
                    "/civilregistry/adoptions/" + adoption,
                    Map.of("ground", "COURT_ORDER", "evidence", "Order 9 of 2026, seen"));
            look(wide, "/civilregistry/adoptions/" + adoption, "opening-en-1280");
            wide.locator("main form button").first().click();
            look(small, "/civilregistry/adoptions/" + adoption, "opening-es-360");
            small.locator("main a[href*='/openings/']").first().click();
            seen(small, "opened-es-360");
        }
    }

    private String adopted(Entry birth) {
        return telling.tell(new Message(
                        VitalEvent.ADOPTION.notifications(),
                        "courts",
                        VitalEvent.ADOPTION.word(),
                        null,
                        "system",
                        null,
                        Locale.ENGLISH,
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("number", "FC-" + birth.reference().number())
                                .put("kind", "adoption")
                                .put("birth_entry", birth.reference().text())
                                .put("court", "Family Court of Belize City")
                                .put("court_order", "Order 9 of 2026")
                                .put("ordered_on", births.today().toString())
                                .put("child_given", "Celestina")
                                .put("child_family", "Looked")
                                .put("mother_name", "Marva Looked")
                                .put("home_district", "cayo")
                                .put("home_town", "Belmopan")
                                .put("home_address", "12 Mango Street")))
                .path("entry")
                .asString();
    }
}
