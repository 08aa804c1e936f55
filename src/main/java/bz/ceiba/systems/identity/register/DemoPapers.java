package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.identity.register.Evidence.Check;
import bz.ceiba.systems.identity.register.Evidence.Issuer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was verified about made-up people: the record of their birth, the marriage after which one has another name, and the card or
 * passport that an adult with a phone showed. The same person has the same papers on every machine.
 */
final class DemoPapers {
    static final String NATION = "BLZ";

    private static final Issuer UNIT = new Issuer("Vital Statistics Unit", NATION);
    private static final Issuer BOARD = new Issuer("Social Security Board", NATION);
    private static final Issuer PASSPORTS = new Issuer("Ministry of Immigration", NATION);
    private static final List<Check> COMPARED = List.of(Check.of(Evidence.DATA));
    private static final List<Check> SHOWN =
            List.of(Check.of(Evidence.INSPECTED), Check.of(Evidence.DATA), Check.of(Evidence.SEEN));
    private static final List<Check> MEASURED = List.of(
            Check.of(Evidence.INSPECTED),
            Check.of(Evidence.DATA),
            Check.of(Evidence.SEEN),
            Check.of(Evidence.MEASURED));

    private final Set<UUID> passports;

    /**
     * @param passports who showed a passport and had his face compared with it
     */
    DemoPapers(Set<UUID> passports) {
        this.passports = Set.copyOf(passports);
    }

    List<Verification> of(List<Person> people) {
        List<Verification> all = new ArrayList<>(people.size() * 2);
        people.forEach(person -> add(person, all));
        return all;
    }

    private void add(Person person, List<Verification> all) {
        SplittableRandom random = new SplittableRandom(
                person.id().getMostSignificantBits() ^ person.id().getLeastSignificantBits());
        all.add(birth(person, random));
        LocalDate named = person.birthDate();
        if (person.birthName() != null) {
            Verification marriage = marriage(person, random);
            all.add(marriage);
            named = marriage.validFrom();
        }
        if (passports.contains(person.id())) {
            all.add(passport(person, named, random));
        } else if (person.phone() != null) {
            all.add(card(person, named, random));
        }
    }

    private static Verification birth(Person person, SplittableRandom random) {
        Map<String, @Nullable Object> claims = names(person);
        String born = person.birthName();
        claims.put("family_name", born == null ? person.family() : born);
        claims.put("birth_family_name", born == null ? person.family() : born);
        claims.put("gender", "F".equals(person.sex()) ? "female" : "male");
        claims.put("place_of_birth", Map.of("locality", person.birthPlace(), "country", NATION));
        LocalDate entered = person.birthDate().plusDays(5L + random.nextInt(30));
        return verification(
                person,
                random,
                "vital-statistics",
                reference("B", entered, random),
                new Evidence.ElectronicRecord(
                        COMPARED, new Evidence.RecordDetails("birth_register", noon(entered), UNIT)),
                claims,
                person.birthDate());
    }

    private static Verification marriage(Person person, SplittableRandom random) {
        LocalDate on = person.birthDate().plusYears(18).plusDays(random.nextInt(1000));
        LocalDate known = on.isBefore(Household.COUNTED_ON) ? on : Household.COUNTED_ON.minusDays(1);
        Map<String, @Nullable Object> claims = new TreeMap<>();
        claims.put("family_name", person.family());
        return verification(
                person,
                random,
                "vital-statistics",
                reference("M", known, random),
                new Evidence.ElectronicRecord(
                        COMPARED, new Evidence.RecordDetails("marriage_register", noon(known), UNIT)),
                claims,
                known);
    }

    private static Verification card(Person person, LocalDate named, SplittableRandom random) {
        LocalDate issued = Household.COUNTED_ON.minusDays(30L + random.nextInt(1500));
        Map<String, @Nullable Object> claims = names(person);
        claims.put("family_name", person.family());
        return verification(
                person,
                random,
                "social-security",
                reference("S", issued, random),
                new Evidence.Document(
                        SHOWN,
                        new Evidence.DocumentDetails(
                                "bz_social_security_card", digits(random, 9), issued, issued.plusYears(10), BOARD)),
                claims,
                named);
    }

    private static Verification passport(Person person, LocalDate named, SplittableRandom random) {
        LocalDate issued = Household.COUNTED_ON.minusDays(30L + random.nextInt(1500));
        Map<String, @Nullable Object> claims = names(person);
        claims.put("family_name", person.family());
        claims.put("gender", "F".equals(person.sex()) ? "female" : "male");
        claims.put("nationalities", List.of(NATION));
        return verification(
                person,
                random,
                "immigration",
                reference("P", issued, random),
                new Evidence.Document(
                        MEASURED,
                        new Evidence.DocumentDetails(
                                "passport", "P" + digits(random, 7), issued, issued.plusYears(10), PASSPORTS)),
                claims,
                named);
    }

    private static Map<String, @Nullable Object> names(Person person) {
        Map<String, @Nullable Object> claims = new TreeMap<>();
        claims.put("given_name", person.given());
        if (person.middle() != null) {
            claims.put("middle_name", person.middle());
        }
        claims.put("birthdate", person.birthDate().toString());
        return claims;
    }

    private static Verification verification(
            Person person,
            SplittableRandom random,
            String source,
            String process,
            Evidence evidence,
            Map<String, @Nullable Object> claims,
            LocalDate validFrom) {
        return new Verification(
                Household.id(random),
                person.id(),
                Household.VERIFIED_AT,
                process,
                source,
                List.of(evidence),
                claims,
                validFrom,
                Household.VERIFIED_AT);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).atZone(Country.ZONE).toInstant();
    }

    private static String reference(String kind, LocalDate day, SplittableRandom random) {
        return kind + "/" + day.getYear() + "/" + digits(random, 6);
    }

    private static String digits(SplittableRandom random, int length) {
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
