package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final String MOTHER = "100000000004";

    private static Facts birth(String day, String given, String mother) {
        return Facts.of(new EnumMap<>(Map.of(
                Field.BORN_ON, day,
                Field.CHILD_GIVEN, given,
                Field.CHILD_FAMILY, "Choc",
                Field.SEX, "F",
                Field.FACILITY, "southern-regional",
                Field.DISTRICT, "stann-creek",
                Field.TOWN, "Dangriga",
                Field.MOTHER_NAME, mother)));
    }

    private static Facts twin(Facts facts, String order) {
        return facts.with(Field.MOTHER_NUMBER, MOTHER)
                .with(Field.PLURALITY, "2")
                .with(Field.BIRTH_ORDER, order);
    }

    private static List<String> reasons(Facts one, Facts other) {
        return Likeness.of(one, other).map(Likeness.Alike::reasons).orElse(List.of());
    }

    @Test
    void theSameBirthIsFoundWithReasonsAlsoWhenNamesAreWrittenAsTheySound() {
        Facts one = birth("2026-03-01", "Catherine", "Petrona Ical");
        assertThat(reasons(one, birth("2026-03-01", "Katherin", "Petronah Ycal")))
                .containsExactly("same-day", "mother-alike", "child-alike", "same-sex", "same-place");
        assertThat(reasons(one, birth("2026-03-03", "Katherin", "Petrona Ical")))
                .contains("near-day", "child-alike");
    }

    @Test
    void theSameMotherAloneIsNoDuplicate() {
        Facts one = birth("2026-03-01", "Ana", "Petrona Ical").with(Field.MOTHER_NUMBER, MOTHER);
        Facts sister = birth("2024-05-09", "Rosa", "Petrona Ical").with(Field.MOTHER_NUMBER, MOTHER);
        assertThat(Likeness.of(one, sister)).isEmpty();
        assertThat(Likeness.of(one, sister.with(Field.CHILD_GIVEN, null))).isEmpty();
    }

    @Test
    void aSecondBirthOfTheSameMotherThatIsTooSoonIsAskedAbout() {
        Facts one = birth("2026-03-01", "Ana", "Petrona Ical").with(Field.MOTHER_NUMBER, MOTHER);
        assertThat(reasons(one, one.with(Field.BORN_ON, "2026-05-01").with(Field.CHILD_GIVEN, "Anna")))
                .contains("too-soon", "same-mother");
    }

    @Test
    void twinsAreNoDuplicatesOfEachOtherButTheSameOneTwiceIs() {
        Facts first = twin(birth("2026-03-01", "Ana", "Petrona Ical"), "1");
        Facts second = twin(birth("2026-03-01", "Rosa", "Petrona Ical"), "2");
        assertThat(Likeness.of(first, second)).isEmpty();
        assertThat(reasons(first, twin(birth("2026-03-01", "Anna", "Petrona Ical"), "1")))
                .contains("same-order", "same-mother", "child-alike");
        assertThat(reasons(second, twin(birth("2026-03-01", "Ines", "Petrona Ical"), "2")))
                .as("the second again, under another name")
                .contains("same-order", "child-other");
    }

    @Test
    void childrenOfDifferentMothersInOneHospitalOnOneDayAreNotAskedAbout() {
        assertThat(Likeness.of(birth("2026-03-01", "Ana", "Petrona Ical"), birth("2026-03-01", "Luz", "Marva Gentle")))
                .isEmpty();
    }
}
