package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Recall and precision on a labelled set of our own: 4,000 people of a plausible register, each written down as a court
 * could have, with one thing gone wrong in the name and one in the birth date; 1,200 of them apply. It says how the
 * matching does against these slips; real records have others too.
 */
class MatchingFiguresTest {
    private static final List<String> GIVEN = List.of(
            ("Delroy Winston Carlos José Luis Miguel Ángel Domingo Sebastian Valentino Eligio Narciso Godwin Justo Abram "
                            + "Heinrich Ravi Clement María Ana Rosa Yesenia Guadalupe Leticia Candelaria Petrona Ixchel "
                            + "Felicia Katharina Indira Marva Thelma Gwendolyn Rosalia Ofelia Hernan Kareem Jermaine Everal")
                    .split(" ", -1));
    private static final List<String> FAMILY = List.of(
            ("Usher Gentle Tillett Flowers Staine Belisle Bennett Castillo Gongora Novelo Perez Hernandez Magaña Carrillo "
                            + "Alamilla Escalante Vasquez Villanueva Briceño Choc Caal Coc Tiul Chub Cawich Tzul Cocom "
                            + "Canul Balam Arana Cayetano Palacio Lambey Nolberto Zuniga Dueck Reimer Friesen Thiessen "
                            + "Loewen Ramclam Mahung Supaul Quan Sutherland Westby Robateau Crawford Gillett Myvett")
                    .split(" ", -1));
    private static final List<String> DISTRICTS =
            List.of("corozal", "orange-walk", "belize", "cayo", "stann-creek", "toledo");

    private final SplittableRandom random = new SplittableRandom(20_261_123);

    private record Person(Applicant applicant, String given, String middle, String family, LocalDate born) {}

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Person person() {
        String given = any(GIVEN);
        String middle = random.nextInt(10) < 6 ? any(GIVEN) : "";
        String family = any(FAMILY);
        LocalDate born = LocalDate.of(1945, 1, 1).plusDays(random.nextInt(62 * 365));
        Applicant applicant = new Applicant(
                new PersonNumber(TestPeople.number()),
                List.of((given + " " + middle + " " + family).replace("  ", " ")),
                BirthDate.of(born),
                random.nextBoolean() ? "M" : "F",
                any(DISTRICTS));
        return new Person(applicant, given, middle, family, born);
    }

    /** As a court could have written it. */
    private PersonEntry written(long id, Person p) {
        String given = (p.given() + " " + p.middle()).strip();
        String family = p.family();
        String name =
                switch (random.nextInt(12)) {
                    case 0 -> p.given() + "|" + family;
                    case 1 -> given + "|" + family + " " + any(FAMILY);
                    case 2 -> given + "|" + family + "-" + any(FAMILY);
                    case 3 -> family + "|" + given;
                    case 4 -> given + "|" + slip(family);
                    case 5 -> (slip(p.given()) + " " + p.middle()).strip() + "|" + family;
                    case 6 ->
                        given + "|" + family.replace("z", "s").replace("v", "b").replace("ck", "k");
                    case 7 -> given.replace("á", "a").replace("é", "e").replace("í", "i") + "|" + family;
                    case 8 -> p.given().charAt(0) + ".|" + family;
                    case 9 -> given + "|de la " + family;
                    case 10 -> given.toUpperCase(Locale.ROOT) + "|" + family.toUpperCase(Locale.ROOT);
                    default -> p.given() + "|" + any(FAMILY) + " de " + family;
                };
        String[] parts = name.split("\\|", -1);
        return new PersonEntry(
                id,
                1,
                null,
                parts[0],
                parts[1],
                List.of(),
                slip(p.born()),
                random.nextInt(10) == 0 ? null : p.applicant().sex(),
                null,
                random.nextInt(3) == 0 ? any(DISTRICTS) : p.applicant().district());
    }

    /** One letter wrong, missing, doubled, or swapped with its neighbour. */
    private String slip(String name) {
        int at = 1 + random.nextInt(Math.max(1, name.length() - 2));
        String head = name.substring(0, at);
        String tail = name.substring(at + 1);
        return switch (random.nextInt(4)) {
            case 0 -> head + (char) ('a' + random.nextInt(26)) + tail;
            case 1 -> head + tail;
            case 2 -> head + name.charAt(at) + name.charAt(at) + tail;
            default -> tail.isEmpty() ? name : head + tail.charAt(0) + name.charAt(at) + tail.substring(1);
        };
    }

    private BirthDate slip(LocalDate born) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> BirthDate.of(born);
            case 2 ->
                born.getDayOfMonth() <= 12
                        ? new BirthDate(born.getYear(), born.getDayOfMonth(), born.getMonthValue())
                        : BirthDate.of(born);
            case 3 -> BirthDate.of(born.plusYears(random.nextBoolean() ? 1 : -1));
            case 4 -> BirthDate.of(born.plusYears(random.nextBoolean() ? 10 : -10));
            case 5 -> new BirthDate(born.getYear(), null, null);
            default -> BirthDate.UNKNOWN;
        };
    }

    @Test
    void recallIsAtLeast98PercentOnGeneratedVariants() {
        List<PersonEntry> register = new ArrayList<>();
        List<Applicant> applicants = new ArrayList<>();
        Map<String, List<PersonEntry>> byKey = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            Person person = person();
            if (i < 1_200) {
                applicants.add(person.applicant());
            }
            PersonEntry entry = written(i, person);
            register.add(entry);
            MatchKeys.of(entry).forEach(key -> byKey.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(entry));
        }
        int found = 0;
        int shown = 0;
        int compared = 0;
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < applicants.size(); i++) {
            long id = i;
            Applicant applicant = applicants.get(i);
            Set<PersonEntry> comparable = new HashSet<>();
            MatchKeys.of(applicant).forEach(key -> comparable.addAll(byKey.getOrDefault(key, List.of())));
            compared += comparable.size();
            List<Candidate> candidates = Matching.candidates(applicant, comparable);
            shown += candidates.size();
            if (candidates.stream().anyMatch(c -> c.person() == id)) {
                found++;
            } else {
                missed.add(applicant.names() + " " + applicant.birth() + " / "
                        + register.get(i).name() + " " + register.get(i).birth() + "\n");
            }
        }
        double recall = (double) found / applicants.size();
        double precision = (double) found / shown;
        double each = (double) compared / applicants.size();
        System.out.printf(
                Locale.ROOT,
                "Matching %d applicants in %d records: recall %.4f, precision %.4f, %.1f shown and %.1f compared each%n",
                applicants.size(),
                register.size(),
                recall,
                precision,
                (double) shown / applicants.size(),
                each);
        assertThat(recall).as("missed: %s", missed).isGreaterThanOrEqualTo(0.98);
        assertThat(precision).isGreaterThanOrEqualTo(0.2);
        assertThat(each)
                .as("few are compared, so that a large register stays fast")
                .isLessThan(400);
    }
}
