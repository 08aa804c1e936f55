package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class DefinitionCheckTest {
    private static final Country COUNTRY = Country.load();
    private static final Messages MESSAGES = Messages.load();

    private static List<String> findings(Consumer<ObjectNode> change) {
        ObjectNode body = TestDefinitions.body();
        change.accept(body);
        return new DefinitionCheck(
                        COUNTRY, MESSAGES, Clock.systemUTC(), Set.of("testing.run"), Agreements.load(COUNTRY))
                .check(DefinitionReader.definition("testing/permit", body));
    }

    private static void issued(ObjectNode body, String type, String documentClass, String keep) {
        body.putArray("issues")
                .addObject()
                .put("type", type)
                .put("class", documentClass)
                .put("keep", keep);
    }

    @Test
    void findsTwoServicesThatDifferAboutADocument() {
        ObjectNode one = TestDefinitions.body();
        issued(one, "deed", "ordinary", "P1Y");
        ObjectNode two = TestDefinitions.body();
        issued(two, "deed", "ordinary", "P2Y");
        List<ServiceDefinition> both = List.of(
                DefinitionReader.definition("testing/permit", one), DefinitionReader.definition("testing/permit", two));
        assertThat(IssuedCheck.differences(both)).singleElement().asString().contains("issues.deed has another class");
        assertThat(IssuedCheck.differences(both.subList(0, 1))).isEmpty();
    }

    private static ObjectNode transition(ObjectNode body, int index) {
        return (ObjectNode) body.path("transitions").get(index);
    }

    @Test
    void aSoundDefinitionHasNoFindings() {
        assertThat(findings(body -> {})).isEmpty();
    }

    @Test
    void everyDefinitionThatIsDeliveredIsSound() {
        assertThat(Services.check(COUNTRY, MESSAGES, Clock.systemUTC())).isEmpty();
    }

    @Test
    void findsAStateThatCannotBeReached() {
        assertThat(findings(body ->
                        transition(body, 2).put("from", "").putArray("from").add("asked")))
                .anyMatch(f -> f.contains("state 'asked' can't be reached"));
    }

    @Test
    void findsAStateThatLeadsToNoEnd() {
        assertThat(findings(body -> transition(body, 3).putArray("from").add("review")))
                .anyMatch(f -> f.contains("state 'asked' leads to no end"));
    }

    @Test
    void findsAnExpressionOverAFieldThatTheFormDoesNotHave() {
        assertThat(findings(body -> transition(body, 4).put("guard", "form.purpos == 'free'")))
                .anyMatch(f -> f.contains("transitions.grant.guard") && f.contains("purpos"));
    }

    @Test
    void findsAnExpressionOfTheWrongType() {
        assertThat(findings(body -> body.put("deadline", "'five'")))
                .anyMatch(f -> f.contains("deadline") && f.contains("must be int"));
    }

    @Test
    void findsATextThatIsMissingInALanguage() {
        assertThat(findings(body -> ((ObjectNode) body.path("title")).remove("es")))
                .contains("testing.permit: title has no text in es");
        assertThat(findings(body -> ((ObjectNode) body.path("form")
                                .path("properties")
                                .path("purpose")
                                .path("x-options")
                                .path("paid"))
                        .remove("es")))
                .contains("testing.permit: form.purpose.x-options.paid has no text in es");
    }

    @Test
    void findsAnEffectThatNoSystemOffersAndANoticeWithoutText() {
        assertThat(findings(body -> {
                    ArrayNode effects = transition(body, 0).putArray("effects");
                    effects.addObject().put("kind", "run").put("argument", "testing.nothing");
                    effects.addObject().put("kind", "notify").put("argument", "testing.notice.none");
                }))
                .anyMatch(f -> f.contains("runs 'testing.nothing'"))
                .anyMatch(f -> f.contains("'testing.notice.none', which has no text subject in es"));
    }

    @Test
    void findsAFeeThatIsNotInTheScheduleAndAPageThatAsksForNothingKnown() {
        assertThat(findings(body -> body.put("fee", "fee('no-such-fee')")))
                .anyMatch(f -> f.contains("fee 'no-such-fee' is not in the fee schedule"));
        assertThat(findings(body -> ((ArrayNode) body.path("pages").get(0).path("fields")).add("colour")))
                .anyMatch(f -> f.contains("page 'kind' asks for 'colour'"));
    }

    private static ObjectNode state(ObjectNode body, String name) {
        return (ObjectNode) body.path("states").path(name);
    }

    /** Each definition is broken in one way only, and that is what is found. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void findsExactlyWhatIsBroken(String finding, Consumer<ObjectNode> change) {
        assertThat(findings(change)).allMatch(f -> f.contains(finding)).isNotEmpty();
    }

    static List<Arguments> broken() {
        return List.of(
                of("state 'granted' can't be reached", body -> {
                    transition(body, 7).put("to", "lapsed");
                    body.withArray("/transitions").remove(4);
                }),
                of("state 'asked' waits for the applicant, who has no way", body -> transition(body, 3)
                        .put("by", "officer")),
                of("state 'granted' is an end, and its clock runs", body -> state(body, "granted")
                        .put("clock", "running")),
                of("state 'granted' must wait for nobody", body -> state(body, "granted")
                        .put("waiting", "system")),
                of("state 'granted' has the outcome 'happy'", body -> state(body, "granted")
                        .put("outcome", "happy")),
                of("'true' says the same of every case", body -> transition(body, 4)
                        .put("guard", "true")),
                of("two transitions are called 'pay'", body -> transition(body, 3)
                        .put("id", "pay")),
                of(
                        "transitions.ask requires 'colour' and does not ask for it",
                        body -> transition(body, 2).putArray("inputRequired").add("colour")),
                of("transitions.lapse is a timer's and has a guard", body -> transition(body, 1)
                        .put("guard", "form.again")),
                of("'paidBy' names a transition that gives back what", body -> transition(body, 0)
                        .putArray("effects")
                        .addObject()
                        .put("kind", "refund")),
                of("startFee 'no-such-fee' is not in the fee schedule", body -> body.put("startFee", "no-such-fee")),
                of("transitions.reply must be confirmed by a second officer", body -> transition(body, 3)
                        .put("confirm", true)),
                of("transitions.overturn ends in a revoked state and revokes nothing", body -> {
                    state(body, "granted").put("outcome", "revoked");
                    transition(body, 4)
                            .putArray("effects")
                            .addObject()
                            .put("kind", "revoke")
                            .put("argument", "overturned");
                }),
                of("revokes for the reason 'whim', which has no text", body -> transition(body, 7)
                        .putArray("effects")
                        .addObject()
                        .put("kind", "revoke")
                        .put("argument", "whim")),
                of("forbids colleagues, and there is no agency above 'transport'", body -> body.putArray("forbid")
                        .add("colleague")),
                of(
                        "forbids relatives, and no agreement in force lets 'transport' ask identity.relation",
                        body -> body.putArray("forbid").add("relative")),
                of("issues.upload must be small letters", body -> issued(body, "upload", "ordinary", "P1Y")),
                of("issues.deed must be kept for some time", body -> issued(body, "deed", "ordinary", "P0D")),
                of(
                        "issues.deed is long-term and kept for less than 10 years",
                        body -> issued(body, "deed", "long-term", "P9Y")),
                of("letters.hello has the placeholder {colour}", body -> {
                    ObjectNode letter = body.putArray("letters").addObject().put("id", "hello");
                    letter.putObject("title").put("en", "Hello").put("es", "Hola");
                    letter.putObject("subject").put("en", "Hello").put("es", "Hola");
                    letter.putObject("text").put("en", "Your {colour}").put("es", "Su color");
                }),
                of("letters.hello.text has no text in es", body -> {
                    ObjectNode letter = body.putArray("letters").addObject().put("id", "hello");
                    letter.putObject("title").put("en", "Hello").put("es", "Hola");
                    letter.putObject("subject").put("en", "Hello").put("es", "Hola");
                    letter.putObject("text").put("en", "Hello");
                }),
                of("form.name.x-concept 'person.nome' is not in exchange/catalogue.yaml", body -> ((ObjectNode)
                                body.path("form").path("properties").path("name"))
                        .put("x-concept", "person.nome")),
                of("form.name.x-title has no text in es", body -> ((ObjectNode) body.path("form")
                                .path("properties")
                                .path("name")
                                .path("x-title"))
                        .remove("es")));
    }

    private static Arguments of(String finding, Consumer<ObjectNode> change) {
        return Arguments.of(finding, change);
    }

    @Test
    void namesAWordThatNoDefinitionKnows() {
        ObjectNode body = TestDefinitions.body();
        body.put("colour", "blue");
        assertThatThrownBy(() -> DefinitionReader.definition("testing/permit", body))
                .isInstanceOf(DefinitionReader.Unreadable.class)
                .hasMessageContaining("testing/permit")
                .hasMessageContaining("colour");
    }
}
