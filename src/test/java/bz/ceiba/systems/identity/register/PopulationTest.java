package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestDatabase;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class PopulationTest {
    private static final int SIZE = 20_000;
    private static final long SEED = 1981;

    /** A country of the test's own, so that a new village in the real one changes no digest. */
    private static final List<Country.District> DISTRICTS = List.of(
            district("belize", "belize-city", "crooked-tree"),
            district("cayo", "belmopan", "spanish-lookout"),
            district("stann-creek", "dangriga", "hopkins"),
            district("toledo", "punta-gorda", "san-antonio"));

    private static Country.District district(String id, String... towns) {
        return new Country.District(
                id,
                LocalizedText.of(id, id),
                List.of(towns).stream()
                        .map(town -> new Country.Town(town, town.replace('-', ' '), false))
                        .toList());
    }

    private static List<Person> people(long seed) {
        return new Population(Ingredients.load(), DISTRICTS, seed).people(SIZE);
    }

    @Test
    void theSameSeedGivesTheSamePeople() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        people(SEED)
                .forEach(person -> digest.update(person.toString()
                        .replaceAll(", emailVerifiedAt=[^,]*", "")
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo("0f76142b052af4b5");
        assertThat(people(SEED + 1)).isNotEqualTo(people(SEED));
    }

    @Test
    void everyNumberIsGivenOnce() {
        List<Person> people = people(SEED);
        assertThat(people).hasSize(SIZE);
        assertThat(people.stream().map(Person::number).distinct()).hasSize(SIZE);
        assertThat(people.stream().map(Person::id).distinct()).hasSize(SIZE);
    }

    @Test
    void peopleLiveWhereTheirTraditionsDoAndInFamilies() {
        List<Person> people = people(SEED);
        assertThat(share(people, "toledo", List.of("Choc", "Caal", "Coc", "Pop", "Tiul", "Ical", "Bo", "Cal")))
                .isBetween(0.12, 0.6);
        assertThat(share(people, "belize", List.of("Usher", "Gentle", "Tillett", "Flowers", "Young", "Hyde")))
                .isBetween(0.05, 0.4);
        Map<String, List<Person>> homes =
                people.stream().collect(Collectors.groupingBy(person -> person.town() + person.address()));
        double size = (double) people.size() / homes.size();
        assertThat(size).isBetween(2.0, 6.0);
    }

    @Test
    void familiesAreFamilies() {
        Population population = new Population(Ingredients.load(), DISTRICTS, SEED);
        List<Person> people = population.people(SIZE);
        Map<PersonNumber, Person> byNumber =
                people.stream().collect(Collectors.toMap(Person::number, person -> person));
        List<Relations.Relationship> relationships = population.relationships(people);
        assertThat(relationships).hasSizeBetween(SIZE / 2, SIZE * 3);
        assertThat(relationships.stream().map(r -> Set.of(r.person(), r.relative())))
                .as("each pair once")
                .doesNotHaveDuplicates();
        assertThat(relationships).allSatisfy(r -> {
            Person person = Objects.requireNonNull(byNumber.get(r.person()));
            Person relative = Objects.requireNonNull(byNumber.get(r.relative()));
            switch (r.kind()) {
                case CHILD ->
                    assertThat(relative.birthDate()).isAfter(person.birthDate().plusYears(12));
                case PARENT ->
                    assertThat(relative.birthDate()).isBefore(person.birthDate().minusYears(12));
                case SPOUSE -> assertThat(relative.address()).isEqualTo(person.address());
                case SIBLING -> assertThat(relative.family()).isEqualTo(person.family());
                case FORMER_SPOUSE -> throw new AssertionError("nobody made up is divorced");
            }
        });
    }

    private static double share(List<Person> people, String district, List<String> names) {
        List<Person> there =
                people.stream().filter(p -> p.district().equals(district)).toList();
        return (double) there.stream().filter(p -> names.contains(p.family())).count() / there.size();
    }

    @Test
    void agesPhonesAndBirthNamesArePlausible() {
        List<Person> people = people(SEED);
        assertThat(people).allSatisfy(person -> {
            assertThat(person.birthDate()).isBetween("1905-01-01", "2026-01-01");
            if (person.phone() != null) {
                assertThat(person.phone()).matches("\\+5016\\d{6}");
            }
        });
        long children = people.stream()
                .filter(person -> person.birthDate().isAfter(Household.COUNTED_ON.minusYears(16)))
                .count();
        assertThat(children).isBetween(SIZE / 6L, SIZE / 2L);
        assertThat(people.stream().filter(person -> person.birthName() != null)).hasSizeBetween(500, 6_000);
    }

    @Test
    void twentyThousandAreInTheRegisterWithinSeconds() {
        String url = TestDatabase.create();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.substring(0, url.indexOf('?')));
        config.setUsername("ceiba_app");
        config.setPassword(TestDatabase.PASSWORD);
        try (HikariDataSource source = new HikariDataSource(config)) {
            People register = new People(JdbcClient.create(source), new JdbcTemplate(source));
            long begin = System.nanoTime();
            Population population = new Population(Ingredients.load(), DISTRICTS, SEED);
            List<Person> people = population.people(SIZE);
            register.add(people);
            new Relations(JdbcClient.create(source), new JdbcTemplate(source)).add(population.relationships(people));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            Person last = people.getLast();
            assertThat(register.find(last.number())).contains(last);
            assertThat(register.find(last.id())).contains(last);
        }
    }
}
