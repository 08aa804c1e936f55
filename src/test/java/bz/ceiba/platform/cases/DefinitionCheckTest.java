package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class DefinitionCheckTest {
    private static final Country COUNTRY = Country.load();
    private static final Messages MESSAGES = Messages.load();

    private static List<String> findings(Consumer<ObjectNode> change) {
        ObjectNode body = TestDefinitions.body();
        change.accept(body);
        return new DefinitionCheck(COUNTRY, MESSAGES, Clock.systemUTC(), Set.of("testing.run"))
                .check(DefinitionReader.definition("testing/permit", body));
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
