package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.Country;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
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
        assertThat(rules.timing(VitalEvent.BIRTH, born, born.plusDays(42))).isEqualTo(Timing.ORDINARY);
        assertThat(rules.timing(VitalEvent.BIRTH, born, born.plusDays(43))).isEqualTo(Timing.LATE);
        assertThat(rules.timing(VitalEvent.BIRTH, born, born.plusYears(1))).isEqualTo(Timing.LATE);
        assertThat(rules.timing(VitalEvent.BIRTH, born, born.plusYears(1).plusDays(1)))
                .isEqualTo(Timing.DELAYED);
        assertThat(rules.ordinaryUntil(VitalEvent.BIRTH, born)).isEqualTo(LocalDate.of(2026, 2, 21));
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
