package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.Companies;
import bz.ceiba.systems.identity.register.Person;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Whom a sign-in is about: who signed in, or the person or company for whom he acts.
 *
 * @param id from which parties' names for it are made
 * @param person null for a company
 * @param actor who acts, or null when it is about who signed in
 * @param ground on which he does, or null
 */
record Subject(
        UUID id,
        PersonNumber number,
        String name,
        @Nullable Person person,
        @Nullable Person actor,
        Mandate.@Nullable Ground ground) {
    /** All that parties learn of a company. */
    private static final Set<PersonClaim> OF_COMPANIES = Set.of(PersonClaim.NAME, PersonClaim.IDENTITY_NUMBER);

    static Subject of(Person himself) {
        return new Subject(himself.id(), himself.number(), himself.name(), himself, null, null);
    }

    static Subject of(Person represented, Person actor, Mandate.Ground ground) {
        return new Subject(represented.id(), represented.number(), represented.name(), represented, actor, ground);
    }

    static Subject of(Companies.Company represented, Person actor, Mandate.Ground ground) {
        return new Subject(represented.id(), represented.number(), represented.name(), null, actor, ground);
    }

    boolean isActedFor() {
        return actor != null;
    }

    /** Who answers for it: he himself, or who acts. */
    PersonNumber answers() {
        return actor == null ? number : actor.number();
    }

    /** Who gives a consent for it, or null for himself. */
    @Nullable
    UUID giver() {
        return actor == null ? null : actor.id();
    }

    /** What there can be to tell of it. */
    Set<PersonClaim> claims() {
        return person == null ? OF_COMPANIES : EnumSet.allOf(PersonClaim.class);
    }

    /** What the register says, if anything. */
    Optional<Object> value(PersonClaim claim) {
        if (person != null) {
            return claim.of(person);
        }
        return switch (claim) {
            case NAME -> Optional.of(name);
            case IDENTITY_NUMBER -> Optional.of(number.digits());
            case GIVEN_NAME, MIDDLE_NAME, FAMILY_NAME, BIRTHDATE, GENDER, LOCALE, PHONE_NUMBER, EMAIL, ADDRESS ->
                Optional.empty();
        };
    }

    /** The same as people read it; empty if the register says nothing. */
    String written(PersonClaim claim, Messages messages, Locale locale) {
        if (person == null) {
            return value(claim).map(Object::toString).orElse("");
        }
        return switch (claim) {
            case BIRTHDATE -> messages.date(locale, person.birthDate());
            case GENDER -> messages.text(locale, "identity.sex." + person.sex());
            case LOCALE -> Locale.of(person.language()).getDisplayLanguage(locale);
            case ADDRESS -> person.address() + ", " + person.town();
            case NAME, GIVEN_NAME, MIDDLE_NAME, FAMILY_NAME, PHONE_NUMBER, EMAIL, IDENTITY_NUMBER ->
                value(claim).map(Object::toString).orElse("");
        };
    }

    /** As a party is told, with what goes with it. */
    Map<String, Object> told(PersonClaim claim) {
        if (person != null) {
            return claim.told(person);
        }
        return value(claim).map(known -> Map.of(claim.id(), known)).orElse(Map.of());
    }

    /** An entry of what he did who signed in, for himself or, with the ground, for whom he acts. */
    AuditEntry did(AuditEvent event, Map<String, String> detail) {
        Person by = actor;
        return by == null
                ? new AuditEntry(event, number.digits(), name, null, number, null, null, detail)
                : acted(by, event, null, detail);
    }

    /** An entry of what a party learned: by itself, or by who acts. */
    AuditEntry learned(AuditEvent event, RegisteredClient party, @Nullable String purpose, Map<String, String> detail) {
        Person by = actor;
        return by == null
                ? new AuditEntry(event, party.getClientId(), party.getClientName(), null, number, null, purpose, detail)
                : acted(by, event, purpose, detail);
    }

    private AuditEntry acted(Person by, AuditEvent event, @Nullable String purpose, Map<String, String> detail) {
        Map<String, String> all = new HashMap<>(detail);
        if (ground != null) {
            all.put("ground", ground.name());
        }
        return new AuditEntry(event, by.number().digits(), by.name(), null, number, null, purpose, all);
    }
}
