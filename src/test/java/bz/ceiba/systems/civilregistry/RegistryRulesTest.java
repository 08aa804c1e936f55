package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.Country;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class RegistryRulesTest {
    private final RegistryRules rules = RegistryRules.load();

    @Test
    void aBirthIsOrdinaryFor42DaysLateForAYearAndDelayedAfterThat() {
        LocalDate born = LocalDate.of(2026, 1, 10);
        Facts birth = Facts.of(Map.of(Field.BORN_ON, born.toString()));
        assertThat(rules.timing(Kind.LIVE, birth, born.plusDays(42))).isEqualTo(Timing.ORDINARY);
        assertThat(rules.timing(Kind.LIVE, birth, born.plusDays(43))).isEqualTo(Timing.LATE);
        assertThat(rules.timing(Kind.LIVE, birth, born.plusYears(1))).isEqualTo(Timing.LATE);
        assertThat(rules.timing(Kind.LIVE, birth, born.plusYears(1).plusDays(1)))
                .isEqualTo(Timing.DELAYED);
        assertThat(rules.ordinaryUntil(Kind.LIVE, birth)).isEqualTo(LocalDate.of(2026, 2, 21));
    }

    @Test
    void theTimeToRegisterWhoWasFoundBeginsWithTheFinding() {
        LocalDate happened = LocalDate.of(2024, 12, 1);
        LocalDate found = LocalDate.of(2026, 1, 10);
        Facts child = Facts.of(Map.of(Field.BORN_ON, happened.toString(), Field.FOUND_ON, found.toString()));
        assertThat(rules.timing(Kind.FOUNDLING, child, found.plusDays(42))).isEqualTo(Timing.ORDINARY);
        assertThat(rules.timing(Kind.FOUNDLING, child, found.plusDays(43))).isEqualTo(Timing.LATE);
        assertThat(rules.timing(Kind.FOUNDLING, child, found.plusYears(1).plusDays(1)))
                .isEqualTo(Timing.DELAYED);
        assertThat(rules.ordinaryUntil(Kind.FOUNDLING, child)).isEqualTo(LocalDate.of(2026, 2, 21));
        Facts body = Facts.of(Map.of(Field.DIED_ON, happened.toString(), Field.FOUND_ON, found.toString()));
        assertThat(rules.timing(Kind.BODY, body, found.plusDays(14))).isEqualTo(Timing.ORDINARY);
        assertThat(rules.timing(Kind.BODY, body, found.plusDays(15))).isEqualTo(Timing.LATE);
        assertThat(rules.timing(Kind.LIVE, child, found))
                .as("whose birth was seen gains nothing by such a day")
                .isEqualTo(Timing.DELAYED);
    }

    @Test
    void theFormOffersTheHospitalsAndDistrictsOfTheCountryPack() throws IOException {
        JsonNode form;
        try (InputStream in = Objects.requireNonNull(
                RegistryRules.class.getResourceAsStream("/services/civilregistry/birth/form.yaml"))) {
            form = new YAMLMapper().readTree(in).path("properties");
        }
        assertThat(words(form.path("facility")))
                .containsExactlyElementsOf(Stream.concat(
                                rules.facilities().stream().map(RegistryRules.Facility::id),
                                Stream.of("home", "elsewhere"))
                        .toList());
        List<String> districts =
                Country.load().districts().stream().map(Country.District::id).toList();
        assertThat(words(form.path("district"))).containsExactlyElementsOf(districts);
        assertThat(words(form.path("homeDistrict"))).containsExactlyElementsOf(districts);
    }

    private static List<String> words(JsonNode property) {
        return property.path("enum").valueStream().map(JsonNode::asString).toList();
    }
}
