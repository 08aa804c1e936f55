package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of the country pack, at their boundaries. */
class DisclosureTest {
    private static final Disclosure RULES = new Disclosure(Rehabilitation.load());
    private static final PersonEntry PERSON = born("1980-05-06");
    private long next = 1;

    private static PersonEntry born(String birth) {
        return new PersonEntry(1, 1, null, "Test", "Person", List.of(), BirthDate.parse(birth), "M", null, null);
    }

    private Conviction conviction(
            Category category,
            String on,
            SentenceKind kind,
            @Nullable Integer months,
            @Nullable String ends,
            boolean juvenile,
            boolean annulled) {
        return new Conviction(
                next++,
                1,
                1,
                "Court",
                "REF 1",
                "Offence",
                category,
                null,
                LocalDate.parse(on),
                "Sentence",
                kind,
                months,
                ends == null ? null : LocalDate.parse(ends),
                juvenile,
                false,
                annulled);
    }

    private Conviction custody(String on, @Nullable Integer months, @Nullable String ends) {
        return conviction(Category.DISHONESTY, on, SentenceKind.CUSTODY, months, ends, false, false);
    }

    private Conviction fine(Category category, String on) {
        return conviction(category, on, SentenceKind.FINE, null, null, false, false);
    }

    private static boolean spent(Conviction c, String asAt, Conviction... others) {
        List<Conviction> all = new ArrayList<>(List.of(others));
        all.add(c);
        return RULES.isSpent(c, all, LocalDate.parse(asAt));
    }

    @Test
    void aConvictionIsSpentOnTheDayAfterTheLastOfItsPeriod() {
        Conviction six = custody("2022-01-10", 6, "2022-07-09");
        assertThat(spent(six, "2025-07-09")).isFalse();
        assertThat(spent(six, "2025-07-10")).isTrue();
    }

    @Test
    void theLengthOfTheSentenceDecidesAndItsBoundIsInclusive() {
        assertThat(spent(custody("2020-01-01", 6, "2020-06-30"), "2023-07-01"))
                .as("by the table of before July 2025")
                .isFalse();
        assertThat(spent(custody("2020-01-01", 6, "2020-06-30"), "2025-07-01")).isTrue();
        assertThat(spent(custody("2020-01-01", 7, "2020-07-31"), "2025-07-31")).isFalse();
        assertThat(spent(custody("2020-01-01", 7, "2020-07-31"), "2025-08-01")).isTrue();
        assertThat(spent(custody("1990-01-01", 60, "1994-12-31"), "2026-01-01")).isTrue();
        assertThat(spent(custody("1990-01-01", 61, "1995-01-31"), "2026-01-01"))
                .as("too long ever to be spent")
                .isFalse();
        assertThat(spent(custody("1990-01-01", null, null), "2026-01-01"))
                .as("for life")
                .isFalse();
        assertThat(spent(custody("1990-01-01", 6, null), "2026-01-01"))
                .as("end not known")
                .isFalse();
    }

    @Test
    void theTableInForceOnTheDayCounts() {
        Conviction fine = fine(Category.TRAFFIC, "2023-01-31");
        assertThat(spent(fine, "2025-06-30")).as("three years until then").isFalse();
        assertThat(spent(fine, "2025-07-01")).as("two years from then on").isTrue();
    }

    @Test
    void aNewConvictionInThePeriodPostponesIt() {
        Conviction first = fine(Category.OTHER, "2020-01-01");
        Conviction second = custody("2021-12-31", 12, "2022-12-30");
        assertThat(spent(first, "2025-07-02")).isTrue();
        assertThat(spent(first, "2025-07-02", second)).isFalse();
        assertThat(spent(first, "2027-12-30", second)).isFalse();
        assertThat(spent(first, "2027-12-31", second)).isTrue();
    }

    @Test
    void aNewConvictionThatIsNeverSpentKeepsTheEarlierOne() {
        assertThat(spent(fine(Category.OTHER, "2020-01-01"), "2060-01-01", custody("2020-06-01", null, null)))
                .isFalse();
    }

    @Test
    void aNewConvictionAfterThePeriodDoesNotBringItBack() {
        assertThat(spent(fine(Category.OTHER, "2015-01-01"), "2026-01-01", custody("2025-01-01", 12, "2025-12-31")))
                .isTrue();
    }

    @Test
    void eachPurposeShowsWhatItsHintSays() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        Conviction fresh = custody("2025-03-01", 12, "2026-02-28");
        Conviction oldTheft = fine(Category.DISHONESTY, "2005-01-01");
        Conviction oldAssault = fine(Category.VIOLENCE, "2010-01-01");
        Conviction oldGun = fine(Category.WEAPONS, "2015-01-01");
        Map<PersonEntry, List<Conviction>> records = Map.of(PERSON, List.of(fresh, oldTheft, oldAssault, oldGun));
        assertThat(RULES.of(Purpose.EMPLOYMENT, records, day)).containsExactly(fresh);
        assertThat(RULES.of(Purpose.STUDY, records, day)).containsExactly(fresh);
        assertThat(RULES.of(Purpose.LICENCE, records, day)).containsExactly(oldAssault, oldGun, fresh);
        assertThat(RULES.of(Purpose.VISA, records, day)).containsExactly(oldTheft, oldAssault, oldGun, fresh);
        assertThat(RULES.of(Purpose.ADOPTION, records, day)).hasSize(4);
    }

    @Test
    void whatIsSealedOrAnnulledIsDisclosedForNoPurposeAndNeverCounted() {
        Conviction fine = fine(Category.OTHER, "2021-01-01");
        Conviction sealed = custody("2022-01-01", null, null).sealedByCourt();
        Conviction quashed = conviction(Category.OTHER, "2022-01-01", SentenceKind.CUSTODY, null, null, false, true);
        Conviction asAChild = custody("1997-01-01", 60, "2001-12-31");
        List<Conviction> all = List.of(fine, sealed, quashed, asAChild);
        Map<PersonEntry, List<Conviction>> records = Map.of(PERSON, all);
        LocalDate day = LocalDate.of(2026, 1, 1);
        for (Purpose purpose : Purpose.values()) {
            assertThat(RULES.of(purpose, records, day)).doesNotContain(sealed, quashed, asAChild);
        }
        assertThat(RULES.of(Purpose.EMPLOYMENT, records, day))
                .as("the fine is spent all the same")
                .isEmpty();
        assertThat(RULES.open(PERSON, all, day)).containsExactly(fine);
        assertThat(RULES.sealed(PERSON, all, day)).isEqualTo(2);
    }

    @Test
    void aJuvenilesConvictionIsSealedOnTheEighteenthBirthday() {
        Conviction c = custody("2024-01-01", 1, "2024-01-31");
        assertThat(RULES.isSealed(born("2008-03-04"), c, LocalDate.of(2026, 3, 3)))
                .isFalse();
        assertThat(RULES.isSealed(born("2008-03-04"), c, LocalDate.of(2026, 3, 4)))
                .isTrue();
    }

    @Test
    void aJuvenileOfUnknownAgeIsTakenForSealed() {
        Conviction juvenile = conviction(Category.OTHER, "2024-01-01", SentenceKind.FINE, null, null, true, false);
        assertThat(RULES.isSealed(born(""), juvenile, LocalDate.of(2024, 2, 1))).isTrue();
        assertThat(RULES.isSealed(born(""), fine(Category.OTHER, "2024-01-01"), LocalDate.of(2024, 2, 1)))
                .isFalse();
    }

    @Test
    void aConvictionInAnotherOfHisRecordsCountsToo() {
        Conviction fine = fine(Category.OTHER, "2024-01-01");
        Conviction later = custody("2025-06-01", 12, "2026-05-31");
        PersonEntry second = new PersonEntry(
                2, 1, null, "Test", "Person", List.of(), BirthDate.parse("1980-05-06"), "M", null, null);
        assertThat(RULES.of(
                        Purpose.EMPLOYMENT,
                        Map.of(PERSON, List.of(fine), second, List.of(later)),
                        LocalDate.of(2026, 6, 1)))
                .containsExactly(fine, later);
    }
}
