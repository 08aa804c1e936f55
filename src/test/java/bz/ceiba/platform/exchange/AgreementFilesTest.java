package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Country;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

class AgreementFilesTest {
    private static final Country COUNTRY = Country.load();
    private static final Resource CATALOGUE = new ClassPathResource("exchange/catalogue.yaml");
    private static final String RIGHT = """
            id: test
            version: 1
            title: {en: t, es: t}
            provider: egov
            consumer: treasury
            service: identity.person
            ground: {en: g, es: g}
            demo: true
            from: 2026-01-01
            to: 2026-12-31
            retentionDays: 30
            volume: 100
            grants:
              study: [/name]
            """;

    @Test
    void theAgreementsThatComeWithCeibaAreRight() {
        Agreements agreements = Agreements.load(COUNTRY);
        assertThat(agreements.all())
                .extracting(Agreement::reference)
                .contains("police-convictions/1", "police-person/1");
        Agreement convictions = agreements.find("police-convictions/1").orElseThrow();
        assertThat(convictions.grants().keySet()).containsExactly("adoption", "employment", "licence", "study", "visa");
        assertThat(convictions.grants().get("adoption")).contains("/candidates/*/convictions/*/sealed");
        assertThat(convictions.grants().get("employment")).doesNotContain("/candidates/*/convictions/*/sealed");
        assertThat(convictions.grants().get("study")).doesNotContain("/candidates/*/convictions/*/offence_on");
    }

    @Test
    void anAgreementCountsFromItsFirstDayToItsLast() {
        Agreements agreements = read(RIGHT);
        assertThat(agreements.inForce("treasury", "identity.person", "study", LocalDate.of(2025, 12, 31)))
                .isEmpty();
        assertThat(agreements.inForce("treasury", "identity.person", "study", LocalDate.of(2026, 1, 1)))
                .isPresent();
        assertThat(agreements.inForce("treasury", "identity.person", "study", LocalDate.of(2026, 12, 31)))
                .isPresent();
        assertThat(agreements.inForce("treasury", "identity.person", "study", LocalDate.of(2027, 1, 1)))
                .isEmpty();
    }

    @Test
    void theNewestVersionInForceCounts() {
        Agreements agreements =
                read(RIGHT, RIGHT.replace("version: 1", "version: 2").replace("from: 2026-01-01", "from: 2026-06-01"));
        assertThat(version(agreements, LocalDate.of(2026, 5, 31))).isEqualTo(1);
        assertThat(version(agreements, LocalDate.of(2026, 6, 1))).isEqualTo(2);
    }

    @Test
    void aPurposeThatTheNewVersionLeavesOutIsGrantedNoMore() {
        Agreements agreements = read(
                RIGHT.replace("study: [/name]", "study: [/name]\n  visa: [/name]"),
                RIGHT.replace("version: 1", "version: 2").replace("from: 2026-01-01", "from: 2026-06-01"));
        LocalDate after = LocalDate.of(2026, 6, 1);
        assertThat(agreements.inForce("treasury", "identity.person", "visa", after.minusDays(1)))
                .isPresent();
        assertThat(agreements.inForce("treasury", "identity.person", "visa", after))
                .isEmpty();
    }

    private static int version(Agreements agreements, LocalDate day) {
        return agreements
                .inForce("treasury", "identity.person", "study", day)
                .orElseThrow()
                .agreement()
                .version();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("provider: egov", "provider: nobody", "no agency 'nobody' in the organogram"),
                Arguments.of("consumer: treasury", "consumer: nobody", "no agency 'nobody' in the organogram"),
                Arguments.of("provider: egov", "provider: police", "is provided by 'egov', not 'police'"),
                Arguments.of("service: identity.person", "service: identity.soul", "no service 'identity.soul'"),
                Arguments.of("study: [/name]", "fun: [/name]", "no purpose 'fun'"),
                Arguments.of("study: [/name]", "study: [/soul]", "'identity.person' has no field '/soul'"),
                Arguments.of("study: [/name]", "study: []", "purpose 'study' grants nothing"),
                Arguments.of("{en: g, es: g}", "{en: g}", "has no Spanish"),
                Arguments.of("2026-12-31", "2025-12-31", "it ends before it begins"),
                Arguments.of("retentionDays: 30", "retentionDays: 0", "retentionDays must be"),
                Arguments.of(
                        "retentionDays: 30",
                        "retentionDays: 400",
                        "/name is 'personal', which may be kept for at most 366 days"),
                Arguments.of("volume: 100", "volume: 0", "volume, how often"),
                Arguments.of("demo: true", "demo: true\nstanding: {en: s}", "standing 's' has no Spanish"),
                Arguments.of("version: 1", "version: 0", "the version must be 1 or more"),
                Arguments.of("version: 1", "versoin: 1", "version"),
                Arguments.of("version: 1", "version: 1\nextra: 1", "extra"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeStopsTheStartAndNamesTheFile(String right, String wrong, String sentence) {
        assertThatThrownBy(() -> read(RIGHT.replace(right, wrong)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the agreement file test-0.yaml is wrong")
                .hasMessageContaining(sentence);
    }

    @Test
    void convictionsMayNotRestOnConsentSinceThePolicySaysSo() {
        String convictions = RIGHT.replace("id: test", "id: police-convictions")
                .replace("provider: egov", "provider: police")
                .replace("service: identity.person", "service: policerecords.convictions")
                .replace("[/name]", "['/candidates/*/convictions/*/offence']");
        read(convictions);
        assertThatThrownBy(() -> read(convictions.replace("demo: true", "demo: true\nbasis: consent")))
                .hasMessageContaining("is 'criminal', which may be told on the basis of [LAW] only");
    }

    @Test
    void theSameVersionTwiceStopsTheStart() {
        assertThatThrownBy(() -> read(RIGHT, RIGHT))
                .hasMessageContaining("test-1.yaml is wrong: there is a second test/1");
    }

    private static Agreements read(String... files) {
        List<Resource> resources = new java.util.ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            String name = "test-" + i + ".yaml";
            resources.add(new ByteArrayResource(files[i].getBytes(StandardCharsets.UTF_8)) {
                @Override
                public String getFilename() {
                    return name;
                }
            });
        }
        return new AgreementFiles(COUNTRY).read(CATALOGUE, resources);
    }
}
