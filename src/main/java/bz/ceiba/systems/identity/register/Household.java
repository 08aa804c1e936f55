package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.identity.register.Ingredients.Tradition;
import bz.ceiba.systems.identity.register.Relations.Kind;
import bz.ceiba.systems.identity.register.Relations.Relationship;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People who live at one address: one or two adults, their children, sometimes a parent. */
final class Household {
    /** Ages are counted to this day, so that the people do not change with the calendar. */
    static final LocalDate COUNTED_ON = LocalDate.of(2026, 1, 1);

    /** Made-up people have read their mail once, so that the demonstration writes to them. */
    static final Instant VERIFIED_AT = COUNTED_ON.atStartOfDay(Country.ZONE).toInstant();

    private static final int OF_AGE = 16;
    private static final String FEMALE = "F";
    private static final String MALE = "M";
    private static final String MOBILE_SECOND_DIGITS = "0123567";

    private final Ingredients ingredients;
    private final Numbers numbers;
    private final SplittableRandom random;
    private final Country.District district;
    private final Country.Town town;
    private final Tradition tradition;
    private final String address;
    private final List<Person> members = new ArrayList<>();
    private final List<Relationship> relationships = new ArrayList<>();

    /** The phone that those without one of their own share. */
    private @Nullable String sharedPhone;

    Household(
            Ingredients ingredients,
            Numbers numbers,
            SplittableRandom random,
            Country.District district,
            Country.Town town,
            String tradition) {
        this.ingredients = ingredients;
        this.numbers = numbers;
        this.random = random;
        this.district = district;
        this.town = town;
        this.tradition = Optional.ofNullable(ingredients.traditions().get(tradition))
                .orElseThrow(() -> new IllegalStateException("demo-people.yaml has no tradition " + tradition));
        this.address = address();
    }

    List<Person> members() {
        String family = any(tradition.family());
        int age = 20 + random.nextInt(55);
        boolean couple = chance(62);
        String sex = couple || chance(35) ? MALE : FEMALE;
        Person head = add(sex, family, null, age);
        List<Person> parents = new ArrayList<>(List.of(head));
        int mother = age;
        if (couple) {
            mother = Math.max(18, age - 4 + random.nextInt(7));
            String maiden = any(tradition.family());
            boolean takesHisName = chance(65) && !maiden.equals(family);
            Person wife = add(FEMALE, takesHisName ? family : maiden, takesHisName ? maiden : null, mother);
            relate(head, wife, Kind.SPOUSE);
            parents.add(wife);
        }
        children(parents, family, mother, couple ? random.nextInt(6) : random.nextInt(3));
        if (chance(12) && age < 60) {
            relate(head, add(chance(65) ? FEMALE : MALE, family, null, age + 20 + random.nextInt(15)), Kind.PARENT);
        }
        return members;
    }

    private void children(List<Person> parents, String family, int mother, int most) {
        List<Person> children = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int age = mother - 17 - random.nextInt(18);
            if (age >= 0 && age < 26) {
                Person child = add(chance(50) ? FEMALE : MALE, family, null, age);
                parents.forEach(parent -> relate(parent, child, Kind.CHILD));
                children.forEach(other -> relate(other, child, Kind.SIBLING));
                children.add(child);
            }
        }
    }

    /** Who of the members is what to whom, each pair once. */
    List<Relationship> relationships() {
        return List.copyOf(relationships);
    }

    private void relate(Person person, Person relative, Kind kind) {
        relationships.add(new Relationship(person.number(), relative.number(), kind));
    }

    private Person add(String sex, String family, @Nullable String birthName, int age) {
        List<String> names = sex.equals(FEMALE) ? tradition.female() : tradition.male();
        String given = any(names);
        String second = any(names);
        boolean hasMiddle = chance(tradition.middle()) && !second.equals(given);
        LocalDate born = COUNTED_ON.minusYears(age).minusDays(1 + random.nextInt(364));
        boolean adult = age >= OF_AGE;
        // In this order, which the seed's people depend on.
        UUID id = id(random);
        String birthPlace = chance(80) ? town.name() : "Belize City";
        String phone = adult ? phone() : null;
        String email = adult && chance(35) ? email(given, family) : null;
        Person person = new Person(
                id,
                numbers.next(),
                given,
                hasMiddle ? second : null,
                family,
                birthName,
                List.of(),
                sex,
                born,
                birthPlace,
                district.id(),
                town.name(),
                address,
                phone,
                email,
                email == null ? null : VERIFIED_AT,
                chance(tradition.spanish()) ? "es" : "en",
                age > 70 && chance(8) ? Person.Status.DECEASED : Person.Status.ACTIVE);
        members.add(person);
        return person;
    }

    private String address() {
        boolean village = town.name().chars().noneMatch(Character::isWhitespace)
                || ingredients
                                .places()
                                .getOrDefault(town.id(), Ingredients.Place.VILLAGE)
                                .weight()
                        == 1;
        if (!village || random.nextInt(4) == 0) {
            return (1 + random.nextInt(180)) + " " + any(ingredients.streets());
        }
        List<String> roads =
                Optional.ofNullable(ingredients.roads().get(district.id())).orElseThrow();
        return "Mile " + (2 + random.nextInt(70)) + " " + any(roads) + ", " + any(ingredients.landmarks());
    }

    /** Many share a phone, and some have none. */
    private @Nullable String phone() {
        if (sharedPhone != null && chance(25)) {
            return sharedPhone;
        }
        if (chance(6)) {
            return null;
        }
        String digits = "+5016" + MOBILE_SECOND_DIGITS.charAt(random.nextInt(MOBILE_SECOND_DIGITS.length()))
                + String.format(Locale.ROOT, "%05d", random.nextInt(100_000));
        if (sharedPhone == null) {
            sharedPhone = digits;
        }
        return digits;
    }

    private String email(String given, String family) {
        String plain = Normalizer.normalize(given + "." + family, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z.]", "")
                .toLowerCase(Locale.ROOT);
        return plain + random.nextInt(1000) + "@mail.example";
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A random identifier (RFC 9562, 5.4). */
    static UUID id(SplittableRandom random) {
        long most = (random.nextLong() & ~0xf000L) | 0x4000L;
        long least = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
