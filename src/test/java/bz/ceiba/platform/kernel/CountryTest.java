package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryTest {
    private static final List<String> HOLIDAYS = List.of(
            "New Year's Day",
            "George Price Day",
            "Heroes and Benefactors Day",
            "Good Friday",
            "Holy Saturday",
            "Easter Monday",
            "Labour Day",
            "Emancipation Day",
            "St George's Caye Day",
            "Independence Day",
            "Indigenous Peoples' Resistance Day",
            "Garifuna Settlement Day",
            "Christmas Day",
            "Boxing Day");

    private final Country country = Country.load();

    @Test
    void hasSixDistrictsWithTheirTownsAndOneCapital() {
        assertThat(country.districts())
                .extracting(Country.District::id)
                .containsExactly("corozal", "orange-walk", "belize", "cayo", "stann-creek", "toledo");
        assertThat(country.districts())
                .allSatisfy(district ->
                        assertThat(district.towns()).as(district.id()).isNotEmpty());
        assertThat(towns().filter(Country.Town::capital))
                .extracting(Country.Town::name)
                .containsExactly("Belmopan");
        assertThat(country.district("cayo")).isPresent();
        assertThat(country.district("belmopan")).isEmpty();
    }

    @Test
    void everyAgencysParentExistsAndTheTreeHasNoCircle() {
        for (Country.Agency agency : country.agencies()) {
            String id = agency.parent();
            int steps = 0;
            while (id != null) {
                assertThat(++steps).as("steps up from %s", agency.id()).isLessThan(10);
                id = country.agency(id).parent();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "egov",
                "finance",
                "tax-service",
                "customs",
                "treasury",
                "cito",
                "home-affairs",
                "police",
                "crime-observatory",
                "prison",
                "forensic",
                "immigration",
                "transport",
                "health",
                "education",
                "natural-resources",
                "lands",
                "attorney-general",
                "vital-statistics",
                "social-security",
                "post",
                "puc"
            })
    void knowsTheAgenciesThatSystemsName(String id) {
        assertThat(country.agency(id).id()).isEqualTo(id);
    }

    @Test
    void anAgencyIsOfAKindThatWeKnow() {
        assertThat(country.agencies())
                .extracting(Country.Agency::kind)
                .containsOnly("ministry", "department", "statutory", "contracted", "council");
    }

    @Test
    void anAgencyThatIsNoMoreInTheOrganogramIsCalledByItsIdentifier() {
        assertThat(country.nameOf("atlantis").in(Locale.ENGLISH)).isEqualTo("atlantis");
        assertThat(country.nameOf("police").in(Locale.ENGLISH)).isEqualTo("Belize Police Department");
    }

    @Test
    void anUnknownAgencyIsRefusedByName() {
        assertThatThrownBy(() -> country.agency("atlantis"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atlantis");
    }

    @Test
    void identifiersAreUniqueAndFitForAddresses() {
        assertIdentifiers(country.agencies().stream().map(Country.Agency::id).toList());
        assertIdentifiers(country.districts().stream().map(Country.District::id).toList());
        assertIdentifiers(towns().map(Country.Town::id).toList());
        assertIdentifiers(
                country.portsOfEntry().stream().map(Country.PortOfEntry::id).toList());
    }

    @Test
    void everyPortLiesInADistrict() {
        assertThat(country.portsOfEntry()).hasSizeGreaterThan(5);
        assertThat(country.portsOfEntry()).allSatisfy(port -> {
            assertThat(country.district(port.district())).as(port.id()).isPresent();
            assertThat(port.mode()).isIn("air", "land", "sea", "cruise", "ferry");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2025-04-18, 2025-04-19, 2025-04-21",
        "2026-04-03, 2026-04-04, 2026-04-06",
        "2027-03-26, 2027-03-27, 2027-03-29",
        "2028-04-14, 2028-04-15, 2028-04-17"
    })
    void easterFallsOnItsDays(LocalDate goodFriday, LocalDate holySaturday, LocalDate easterMonday) {
        assertThat(nameOf(goodFriday)).isEqualTo("Good Friday");
        assertThat(nameOf(holySaturday)).isEqualTo("Holy Saturday");
        assertThat(nameOf(easterMonday)).isEqualTo("Easter Monday");
    }

    @ParameterizedTest
    @ValueSource(ints = {2025, 2026, 2027, 2028})
    void everyHolidayIsThereInEveryYearInItsOrder(int year) {
        assertThat(country.holidays().stream()
                        .filter(holiday -> holiday.date().getYear() == year)
                        .map(holiday -> holiday.name().in(Locale.ENGLISH)))
                .containsExactlyElementsOf(HOLIDAYS);
    }

    @Test
    void noDayIsAHolidayTwiceAndNoneIsObservedOnASunday() {
        List<LocalDate> days =
                country.holidays().stream().map(Country.Holiday::date).toList();
        assertThat(days).doesNotHaveDuplicates().isSorted();
        assertThat(days).noneMatch(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY);
    }

    @Test
    void theHolidaysOf2025AreAsAnnounced() {
        assertThat(nameOf(LocalDate.of(2025, 3, 10))).isEqualTo("Heroes and Benefactors Day");
        assertThat(nameOf(LocalDate.of(2025, 9, 22))).isEqualTo("Independence Day");
        assertThat(nameOf(LocalDate.of(2025, 10, 13))).isEqualTo("Indigenous Peoples' Resistance Day");
        assertThat(country.holidays().stream()
                        .filter(holiday -> holiday.date().getYear() == 2025)
                        .filter(Country.Holiday::demo))
                .isEmpty();
    }

    @Test
    void aFeeIsInForceFromItsFirstDay() {
        Country.Fee fee =
                country.fee("police-record", LocalDate.of(2026, 11, 22)).orElseThrow();
        assertThat(fee.cents()).isEqualTo(2_000);
        assertThat(fee.head()).isEqualTo("POL-01");
        assertThat(fee.agency()).isEqualTo("police");
        assertThat(country.fee("police-record", fee.from())).contains(fee);
        assertThat(country.fee("police-record", fee.from().minusDays(1))).isEmpty();
        assertThat(country.fee("no-such-fee", LocalDate.of(2026, 11, 22))).isEmpty();
    }

    @Test
    void urgentHandlingCostsMoreThanAnyOtherCertificate() {
        LocalDate day = LocalDate.of(2026, 11, 22);
        Country.Fee urgent = country.fee("police-record-urgent", day).orElseThrow();
        assertThat(urgent.cents()).isEqualTo(5_000);
        assertThat(urgent.head()).isEqualTo("POL-02");
        assertThat(Stream.of("police-record", "police-record-visa", "police-record-adoption", "police-record-study"))
                .allSatisfy(id -> assertThat(country.fee(id, day).orElseThrow().cents())
                        .as(id)
                        .isLessThan(urgent.cents()));
    }

    @Test
    void everyFeeGoesToAnAgencyAndNoTwoOfANameOverlap() {
        assertThat(country.fees()).allSatisfy(fee -> {
            assertThat(country.agency(fee.agency()).id()).isEqualTo(fee.agency());
            assertThat(fee.cents()).isPositive();
            assertThat(country.fees().stream()
                            .filter(other -> other.id().equals(fee.id()))
                            .filter(other -> isInForce(other, fee.from())))
                    .as("rows for %s in force on %s", fee.id(), fee.from())
                    .hasSize(1);
        });
    }

    @Test
    void everyNameIsThereInEnglishAndSpanish() {
        assertThat(Stream.of(
                                country.agencies().stream().map(Country.Agency::name),
                                country.districts().stream().map(Country.District::name),
                                country.holidays().stream().map(Country.Holiday::name),
                                country.portsOfEntry().stream().map(Country.PortOfEntry::name),
                                country.fees().stream().map(Country.Fee::name))
                        .flatMap(names -> names))
                .allSatisfy(name -> assertThat(name.languages()).contains("en", "es"));
    }

    private static boolean isInForce(Country.Fee fee, LocalDate day) {
        return !day.isBefore(fee.from()) && (fee.to() == null || !day.isAfter(fee.to()));
    }

    private static void assertIdentifiers(List<String> ids) {
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"));
    }

    private Stream<Country.Town> towns() {
        return country.districts().stream().flatMap(district -> district.towns().stream());
    }

    private String nameOf(LocalDate day) {
        return country.holidays().stream()
                .filter(holiday -> holiday.date().equals(day))
                .map(holiday -> holiday.name().in(Locale.ENGLISH))
                .findFirst()
                .orElse("a day like any other");
    }

    @Test
    void officesAreOpenOnWorkingDaysWithAnHourOfGraceAndThoseInShiftsAlways() {
        Country country = Country.load();
        // A Tuesday, in Belize's time.
        assertThat(country.isOpen("lands", Instant.parse("2026-12-01T13:00:00Z")))
                .as("seven")
                .isTrue();
        assertThat(country.isOpen("lands", Instant.parse("2026-12-01T12:59:59Z")))
                .isFalse();
        assertThat(country.isOpen("lands", Instant.parse("2026-12-01T23:59:59Z")))
                .isTrue();
        assertThat(country.isOpen("lands", Instant.parse("2026-12-02T00:00:00Z")))
                .as("six")
                .isFalse();
        assertThat(country.isOpen("lands", Instant.parse("2026-12-25T18:00:00Z")))
                .as("Christmas")
                .isFalse();
        assertThat(country.isOpen("lands", Instant.parse("2026-12-05T18:00:00Z")))
                .as("a Saturday")
                .isFalse();
        assertThat(country.isOpen("police", Instant.parse("2026-12-05T08:00:00Z")))
                .isTrue();
    }
}
