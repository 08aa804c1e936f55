package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FormTest {
    private static final ServiceDefinition PERMIT = TestDefinitions.permit();
    private static final JsonNode PROPERTIES = PERMIT.form().path("properties");
    private static final List<String> FIELDS = List.of("name", "born", "wheels", "again");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private final Form form = new Form(Messages.load());

    private static Map<String, String> typed(String... pairs) {
        Map<String, String> posted =
                new HashMap<>(Map.of("name", "Ana Coc", "born.day", "3", "born.month", "5", "born.year", "1998"));
        for (int i = 0; i < pairs.length; i += 2) {
            posted.put(pairs[i], pairs[i + 1]);
        }
        return posted;
    }

    private Map<String, String> errors(Map<String, String> posted, Locale locale) {
        ObjectNode answers = Form.read(PROPERTIES, FIELDS, posted);
        return form.errors("test", PROPERTIES, FIELDS, Set.of("name", "born"), answers, TODAY, locale);
    }

    @Test
    void rightAnswersBecomeTypedJson() {
        ObjectNode answers = Form.read(PROPERTIES, FIELDS, typed("wheels", "4", "again", "true"));
        assertThat(answers.toString())
                .isEqualTo("{\"name\":\"Ana Coc\",\"born\":\"1998-05-03\",\"wheels\":4,\"again\":true}");
        assertThat(errors(typed("wheels", "4", "again", "true"), Locale.ENGLISH))
                .isEmpty();
    }

    @Test
    void anEmptyAnswerIsNamedInTheLanguageOfTheReader() {
        assertThat(errors(typed("name", "  "), Locale.ENGLISH)).containsEntry("name", "Answer this question: Name");
        assertThat(errors(typed("name", ""), Locale.of("es"))).containsEntry("name", "Responda esta pregunta: Nombre");
    }

    @Test
    void aScriptInANameIsRefused() {
        assertThat(errors(typed("name", "<script>alert(1)</script>"), Locale.ENGLISH))
                .containsEntry("name", "“Name” has characters that do not belong there");
    }

    @Test
    void aNameInAnyAlphabetAndWithAccentsIsTaken() {
        assertThat(errors(typed("name", "Ñusta O’Brien-Cho’c"), Locale.ENGLISH)).isEmpty();
        assertThat(errors(typed("name", "陈小明"), Locale.ENGLISH)).isEmpty();
    }

    @Test
    void aDayThatDoesNotExistOrIsYetToComeIsRefused() {
        assertThat(errors(typed("born.day", "31", "born.month", "2"), Locale.ENGLISH))
                .containsEntry("born", "“Born” must be a real date, such as 27 3 1998");
        assertThat(errors(typed("born.year", "2030"), Locale.ENGLISH))
                .containsEntry("born", "“Born” must be in the past");
    }

    @Test
    void aNumberOutOfRangeOrNoNumberIsRefused() {
        assertThat(errors(typed("wheels", "99"), Locale.ENGLISH)).containsEntry("wheels", "“Wheels” may be at most 20");
        assertThat(errors(typed("wheels", "four"), Locale.ENGLISH))
                .containsEntry("wheels", "“Wheels” must be a number");
    }

    @Test
    void anAnswerThatIsTooLongIsRefused() {
        assertThat(errors(typed("name", "a".repeat(41)), Locale.ENGLISH))
                .containsEntry("name", "“Name” may have at most 40 characters");
    }

    @Test
    void whatIsNotAskedAnyMoreIsDroppedAndWhatWasSmuggledInIsAnError() {
        Expressions expressions = new Expressions(PERMIT, Country.load(), Clock.systemUTC());
        ObjectNode answers = Form.read(PROPERTIES, FIELDS, typed());
        answers.put("purpose", "free").put("other", "left over");
        assertThat(Form.pruned(PERMIT, expressions, answers).has("other")).isFalse();
        assertThat(form.completeErrors(PERMIT, expressions, answers, TODAY, Locale.ENGLISH))
                .containsKey("other");
        answers.put("purpose", "other");
        assertThat(form.completeErrors(PERMIT, expressions, answers, TODAY, Locale.ENGLISH))
                .isEmpty();
    }
}
