package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
    private static final PersonNumber HIS = new PersonNumber(TestPeople.number());

    private static Applicant applicant(String birth, String sex, String... names) {
        return new Applicant(HIS, List.of(names), BirthDate.parse(birth), sex, "belize");
    }

    private static PersonEntry entry(
            @Nullable PersonNumber number, String given, String family, String birth, String sex, String... aliases) {
        return new PersonEntry(
                7, 2, number, given, family, List.of(aliases), BirthDate.parse(birth), sex, "Belize City", "belize");
    }

    @ParameterizedTest
    @CsvSource({
        "Delroy Anthony Gentle, 1987-03-09, Delroy, Gentle Usher, 1987-09-03",
        "José Luis Magaña, 1980-01-02, Jose, Magana, 1980-01-02",
        "Gentle Delroy, 1987-03-09, Delroy, Gentle, 1987-03-09",
        "Katharina Dueck, 1990-05-06, Catarina, Dyck, 1990-05-06",
        "Juan de la Cruz, 1975-11-30, Juan, Cruz Dzul, 1975-11-30",
        "Ana Perez-Novelo, 1993-07-21, Ana, Peres, 1993-07-21",
        "Domingo Caal, 1968-04-12, Domingo, Cal, 1986-04-12",
        "Roy Cayetano, 1979-01-23, Roy, Cayetano, 1980-01-23",
        "Winston Usher, 1970-10-10, W, Usher, 1970",
        "Maria Elena Castillo, 1991-02-03, Maria, Novelo, 1991-02-03",
        "Peter van Dyck, 1960-06-07, Peter, Dyck, ''",
    })
    void whatCanBecomeOfANameAndABirthDateIsFound(
            String name, String birth, String given, String family, String recordedBirth) {
        Applicant applicant = applicant(birth, "M", name);
        PersonEntry recorded = entry(null, given, family, recordedBirth, "M");
        assertThat(Matching.compare(applicant, recorded)).isPresent();
        assertThat(MatchKeys.of(applicant)).as("and it is looked at").containsAnyElementsOf(MatchKeys.of(recorded));
    }

    @ParameterizedTest
    @CsvSource({
        "Marisol Elena Novelo, 1994-05-17, Marisol, Castillo, 1971-12-01",
        "Carlos Perez, 1980-01-02, Carlos, Perez, 1955-09-30",
        "Winston Usher, 1970-10-10, Egbert, Usher, 1982-03-04",
        "Ana Choc, 1990-01-01, Pedro, Reimer, 1990-01-01",
    })
    void whoIsClearlySomebodyElseIsNotShown(
            String name, String birth, String given, String family, String recordedBirth) {
        assertThat(Matching.compare(applicant(birth, "M", name), entry(null, given, family, recordedBirth, "M")))
                .isEmpty();
    }

    @Test
    void theSameNumberIsShownWhateverTheNames() {
        assertThat(Matching.compare(applicant("1990-01-01", "F", "Ana Choc"), entry(HIS, "Rosa", "Pop", "1950", "M")))
                .hasValueSatisfying(c -> {
                    assertThat(c.score()).isEqualTo(1);
                    assertThat(c.reasons()).contains(Reason.of("number"));
                    assertThat(c.person()).isEqualTo(7);
                    assertThat(c.version()).isEqualTo(2);
                });
    }

    @Test
    void theReasonsSayWhatFitsAndWhatDoesNot() {
        Candidate candidate = Matching.compare(
                        applicant("1987-03-09", "M", "Delroy Anthony Gentle"),
                        entry(null, "Delroy", "Gentle Usher", "1987-09-03", "M", "Roy Usher"))
                .orElseThrow();
        assertThat(candidate.score()).isBetween(Matching.THRESHOLD, 0.99);
        assertThat(candidate.reasons())
                .containsExactly(
                        Reason.of("name-part", "2", "3"),
                        Reason.of("birth-swapped"),
                        Reason.of("sex-same"),
                        Reason.of("district-same"));
    }

    @Test
    void aliasesAndFormerNamesAreCompared() {
        Candidate candidate = Matching.compare(
                        applicant("1991-02-03", "F", "Rosa Castillo", "Rosa Novelo"),
                        entry(null, "Guadalupe", "Poot", "1991", "F", "Rosa Novelo"))
                .orElseThrow();
        assertThat(candidate.reasons())
                .contains(Reason.of("alias", "Rosa Novelo"), Reason.of("other-name", "Rosa Novelo"));
    }

    @Test
    void theLikeliestComesFirst() {
        Applicant applicant = applicant("1987-03-09", "M", "Delroy Gentle");
        PersonEntry worse = entry(null, "Delroy", "Gentle", "", "M");
        PersonEntry better = new PersonEntry(
                8, 1, null, "Delroy", "Gentle", List.of(), BirthDate.parse("1987-03-09"), "M", null, null);
        assertThat(Matching.candidates(applicant, List.of(worse, better)))
                .extracting(Candidate::person)
                .containsExactly(8L, 7L);
    }

    @Test
    void reasonsSurviveTheJourneyOverTheExchange() {
        Reason reason = Reason.of("name-alike", "Gentle", "Gentel");
        assertThat(Reason.parse(reason.text())).isEqualTo(reason);
        assertThat(Reason.parse(Reason.of("number").text())).isEqualTo(Reason.of("number"));
    }
}
