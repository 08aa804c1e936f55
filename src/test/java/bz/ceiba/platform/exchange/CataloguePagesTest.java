package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

/** The catalogue as everybody reads it, and whether the registers answer what it says. */
@CeibaTest
class CataloguePagesTest {
    @Autowired
    private TestPeople people;

    @Autowired
    private ObjectProvider<Source> sources;

    @Autowired
    private Agreements agreements;

    @Autowired
    private OpenApi openApi;

    @Value("${ceiba.base-url}")
    private String base;

    @Test
    void everybodyReadsWhatRegistersHoldAndWhyInBothLanguages() {
        TestSession browser = people.anonymous();
        assertThat(browser.get("/exchange/catalogue").body())
                .contains("the register of people", "Criminal Records Office", "Other offices tell it");
        assertThat(browser.get("/exchange/catalogue/identity.person").body())
                .contains("birth date", "Personal", "the Ministry keeps the register of people", "/birth_date")
                .contains("Belize Police Department", "\"birth_date\" : \"1990-01-31\"");
        assertThat(browser.get("/exchange/processing").body())
                .contains("Register of processing", "Belize Tax Service", "consent", "at most 183 days");
        assertThat(browser.get("/exchange/assessments").body())
                .contains(
                        "Convictions for police record certificates", "An officer looks up somebody out of curiosity");
        browser.remember("ceiba_language", "es");
        assertThat(browser.get("/exchange/catalogue/policerecords.convictions").body())
                .contains("Delitos y sentencias", "Oficina de Antecedentes Penales", "todos los nombres de la persona");
        assertThat(browser.get("/exchange/catalogue/no.such").statusCode()).isEqualTo(404);
    }

    @Test
    void theFormThatAsksForOtherNamesIsFoundSinceTheRegisterKnowsThem() {
        assertThat(people.anonymous().get("/exchange/overlaps").body())
                .contains("Have you ever used another name?")
                .contains("Registers hold this already: other names that somebody uses or has used")
                .contains("birth date");
    }

    @Test
    void machinesGetOpenApiAndCpsvAp() {
        TestSession program = people.anonymous();
        assertThat(program.getJson("/exchange/catalogue/identity.person/openapi.json")
                        .body())
                .contains("\"openapi\":\"3.1.0\"", "\"x-concept\":\"person.birth-date\"");
        var graph = program.getJson("/exchange/catalogue.jsonld");
        assertThat(graph.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/ld+json");
        assertThat(graph.body()).contains("policerecords.certificate", "identity.misuse");
        assertThat(CatalogueTest.validate(graph.body()).getEntries()).isEmpty();
    }

    @Test
    void theRegistersAnswerNothingThatTheCatalogueDoesNotDescribe() {
        Actor ana = people.citizen("Delroy Gentle Usher");
        for (Source source : sources) {
            Agreements.Service service = agreements.service(source.service()).orElseThrow();
            JsonNode answer = source.answer(new Question(
                    source.service(),
                    "police",
                    "visa",
                    CaseNumber.random("PR", 2026, new Random(7)),
                    ana.person(),
                    "system",
                    null,
                    Map.of(
                            "names",
                            "Delroy Gentle Usher\nRoy Usher",
                            "birthDate",
                            "1987-09-03",
                            "other",
                            ana.number())));
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(openApi.schema(service))
                            .validate(answer))
                    .as(source.service() + " " + answer)
                    .isEmpty();
        }
    }

    @Test
    void theCatalogueIsReadOnAPhoneAndAtADesk() {
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext desk = Browser.desk("en", true)) {
            Page small = phone.newPage();
            for (String path : new String[] {"catalogue", "catalogue/policerecords.convictions"}) {
                small.navigate(base + "/exchange/" + path);
                Browser.assertAccessible(small);
                Browser.picture(small, "exchange-" + path.replace('/', '-') + "-es-360");
            }
            Page wide = desk.newPage();
            wide.navigate(base + "/exchange/processing");
            Browser.assertAccessible(wide);
            Browser.picture(wide, "exchange-processing-en-1280");
            wide.navigate(base + "/exchange/assessments");
            Browser.assertAccessible(wide);
            Browser.picture(wide, "exchange-assessments-en-1280");
            wide.navigate(base + "/exchange/overlaps");
            Browser.assertAccessible(wide);
            Browser.picture(wide, "exchange-overlaps-en-1280");
        }
    }
}
