package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Assessments;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A form that breaks the data policy is refused, with the field and the rule. */
class PolicyCheckTest {
    private static final Agreements AGREEMENTS = Agreements.load(Country.load());
    private static final Assessments ASSESSMENTS = Assessments.load(AGREEMENTS.catalogue());
    private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);

    private static List<String> findings(Consumer<ObjectNode> change) {
        ObjectNode body = TestDefinitions.body();
        body.path("form").path("properties").forEach(field -> ((ObjectNode) field).put("x-class", "official"));
        change.accept((ObjectNode) body.path("form").path("properties"));
        return new PolicyCheck(AGREEMENTS, ASSESSMENTS, TODAY)
                .check(DefinitionReader.definition("testing/permit", body));
    }

    private static ObjectNode any(ObjectNode fields) {
        return (ObjectNode) fields.iterator().next();
    }

    @Test
    void whatKeepsToThePolicyHasNoFindings() {
        assertThat(findings(fields -> {})).isEmpty();
        assertThat(new PolicyCheck(AGREEMENTS, ASSESSMENTS, TODAY).agreements()).isEmpty();
    }

    @Test
    void aQuestionHasAClassThatThePolicyKnowsAndForWhichTheServiceHasAGround() {
        assertThat(findings(fields -> any(fields).remove("x-class")))
                .singleElement()
                .asString()
                .contains("has no x-class");
        assertThat(findings(fields -> any(fields).put("x-class", "secret"))).hasSize(1);
        assertThat(findings(fields -> any(fields).put("x-class", "personal")))
                .containsExactly(
                        "testing.permit: asks for data of the class 'personal', for which processing/ names no ground");
    }

    @Test
    void sensitiveDataNeedAnAssessmentAndAreKeptNoLongerThanTheClassAllows() {
        assertThat(findings(fields -> any(fields).put("x-class", "health")))
                .anyMatch(f -> f.contains("no impact assessment in assessments/ covers it"))
                .anyMatch(f -> f.endsWith("for 366 days; it may be kept for 183"));
    }

    @Test
    void anAssessmentCountsUntilItIsToBeReviewed() {
        LocalDate late =
                ASSESSMENTS.ofService("civilregistry.birth").orElseThrow().reviewOn();
        assertThat(new PolicyCheck(AGREEMENTS, ASSESSMENTS, late).agreements())
                .anyMatch(
                        f -> f.startsWith("agreement health-births/1: uses sensitive data, and its impact assessment"));
        assertThat(new PolicyCheck(AGREEMENTS, ASSESSMENTS, late.minusDays(1)).agreements())
                .isEmpty();
    }

    @Test
    void whatARegisterKnowsIsAskedOfPeopleOnlyWithAReason() {
        Consumer<ObjectNode> again = fields -> any(fields).put("x-concept", "person.birth-date");
        assertThat(findings(again))
                .singleElement()
                .asString()
                .contains("asks for 'person.birth-date', which a register holds");
        assertThat(findings(again.andThen(fields ->
                        any(fields).putObject("x-asked-again").put("en", "Why").put("es", "Por qué"))))
                .isEmpty();
    }

    @Test
    void everyServiceAndAgreementThatIsDeliveredKeepsToThePolicy() {
        assertThat(Services.check(Country.load(), Messages.load(), Clock.systemUTC()))
                .isEmpty();
    }
}
