package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LocalizedTextTest {
    private static final LocalizedText TEXT = LocalizedText.of("Police record certificate", "Certificado policial");

    @Test
    void isReadInTheReadersLanguage() {
        assertThat(TEXT.in(Locale.ENGLISH)).isEqualTo("Police record certificate");
        assertThat(TEXT.in(Locale.of("es", "BZ"))).isEqualTo("Certificado policial");
    }

    @Test
    void englishStandsInForALanguageThatIsMissing() {
        assertThat(TEXT.in(Locale.of("bzj"))).isEqualTo("Police record certificate");
        assertThat(TEXT).hasToString("Police record certificate");
    }

    @Test
    void canNotBeWithoutEnglish() {
        assertThatThrownBy(() -> new LocalizedText(Map.of("es", "Certificado")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[es]");
    }

    @Test
    void doesNotChangeWithTheMapItWasMadeFrom() {
        Map<String, String> texts = new HashMap<>(Map.of("en", "Fee"));
        LocalizedText text = new LocalizedText(texts);
        texts.put("es", "Tarifa");
        assertThat(text.languages()).containsExactly("en");
    }

    @Test
    void isEqualByItsTexts() {
        assertThat(LocalizedText.of("Fee", "Tarifa"))
                .isEqualTo(new LocalizedText(Map.of("es", "Tarifa", "en", "Fee")))
                .hasSameHashCodeAs(new LocalizedText(Map.of("es", "Tarifa", "en", "Fee")))
                .isNotEqualTo(LocalizedText.of("Fee", "Cuota"));
    }

    @Test
    void isAnObjectOfLanguagesInJsonAndComesBackTheSame() {
        JsonMapper json = JsonMapper.builder().build();
        String written = json.writeValueAsString(LocalizedText.of("Fee", "Tarifa"));
        assertThat(written).isEqualTo("{\"en\":\"Fee\",\"es\":\"Tarifa\"}");
        assertThat(json.readValue(written, LocalizedText.class)).isEqualTo(LocalizedText.of("Fee", "Tarifa"));
    }
}
