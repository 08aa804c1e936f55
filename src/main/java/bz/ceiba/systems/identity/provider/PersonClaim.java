package bz.ceiba.systems.identity.provider;

import bz.ceiba.systems.identity.register.Person;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What relying parties can learn of a person (OpenID Connect Core 1.0, 5.1 and 5.4). People consent to each by itself. The
 * identity number has a scope of its own, so that not every party learns it.
 */
enum PersonClaim {
    NAME("profile"),
    GIVEN_NAME("profile"),
    MIDDLE_NAME("profile"),
    FAMILY_NAME("profile"),
    BIRTHDATE("profile"),
    GENDER("profile"),
    LOCALE("profile"),
    PHONE_NUMBER("phone"),
    EMAIL("email"),
    ADDRESS("address"),
    IDENTITY_NUMBER("identity_number");

    private final String scope;

    PersonClaim(String scope) {
        this.scope = scope;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PersonClaim> of(String id) {
        return Arrays.stream(values()).filter(claim -> claim.id().equals(id)).findFirst();
    }

    static Set<String> scopes() {
        return Stream.concat(Stream.of("openid"), Arrays.stream(values()).map(claim -> claim.scope))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All that these scopes ask for, in the order in which people are asked. */
    static Set<PersonClaim> in(Set<String> scopes) {
        return Arrays.stream(values())
                .filter(claim -> scopes.contains(claim.scope))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What the register says, if anything. */
    Optional<Object> of(Person person) {
        return Optional.ofNullable(
                switch (this) {
                    case NAME -> person.name();
                    case GIVEN_NAME -> person.given();
                    case MIDDLE_NAME -> person.middle();
                    case FAMILY_NAME -> person.family();
                    case BIRTHDATE -> person.birthDate().toString();
                    case GENDER -> person.gender();
                    case LOCALE -> person.language();
                    case PHONE_NUMBER -> person.phone();
                    case EMAIL -> person.email();
                    case ADDRESS -> address(person);
                    case IDENTITY_NUMBER -> person.number().digits();
                });
    }

    private static Map<String, String> address(Person person) {
        return Map.of(
                "formatted",
                person.address() + "\n" + person.town(),
                "street_address",
                person.address(),
                "locality",
                person.town(),
                "country",
                "BZ");
    }

    /** As a party is told, with what goes with it. */
    Map<String, Object> told(Person person) {
        Map<String, Object> told = new LinkedHashMap<>();
        of(person).ifPresent(known -> {
            told.put(id(), known);
            switch (this) {
                // Nobody's phone is in the register before he has typed a code that was sent to it.
                case PHONE_NUMBER -> told.put("phone_number_verified", true);
                case EMAIL -> told.put("email_verified", person.emailVerifiedAt() != null);
                default -> {}
            }
        });
        return told;
    }
}
