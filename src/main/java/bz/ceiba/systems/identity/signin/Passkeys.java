package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Making passkeys and signing in with them (WebAuthn Level 3, 7.1 and 7.2). The challenge is in the database, so that any process takes
 * the answer; it is answered once, and from the browser that asked for it.
 */
@Component
class Passkeys {
    static final Duration CEREMONY_LIFE = Duration.ofMinutes(5);

    /** So many may a person have. */
    static final int MOST = 10;

    static final int LONGEST_NAME = 60;

    /** Attested credentials with long certificate chains have a few thousand characters. */
    private static final int LONGEST_ANSWER = 30_000;

    private static final int BEGUN_PER_ADDRESS = 120;
    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final int RANDOM_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final PasskeyRows rows;
    private final PasskeyVerification verification;
    private final Authenticators authenticators;
    private final People people;
    private final RateLimits limits;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    Passkeys(
            PasskeyRows rows,
            PasskeyVerification verification,
            Authenticators authenticators,
            People people,
            RateLimits limits,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.rows = rows;
        this.verification = verification;
        this.authenticators = authenticators;
        this.people = people;
        this.limits = limits;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of an answer. */
    sealed interface Outcome {
        /** @param level how surely he is known now */
        record Known(Person person, Assurance level) implements Outcome {}

        /** @param why the last word of the message key that tells it */
        record Refused(String why) implements Outcome {}
    }

    /**
     * Begins making one: what {@code navigator.credentials.create} is given (5.4, in the JSON of 5.1.8).
     *
     * @param browser the cookie's value
     */
    @Transactional
    Map<String, Object> beginMaking(Person person, String browser, String address) {
        byte[] challenge = begin(person.id(), true, browser, address);
        byte[] handle = rows.handle(person.id(), bytes());
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("rp", Map.of("id", verification.rpId(), "name", verification.rpId()));
        // No number: what stands here is shown on the device's lock screen, and copied to its maker's cloud.
        options.put("user", Map.of("id", base64(handle), "name", person.name(), "displayName", person.name()));
        options.put("challenge", base64(challenge));
        options.put("pubKeyCredParams", PasskeyVerification.ALGORITHMS);
        options.put("timeout", CEREMONY_LIFE.toMillis());
        options.put("excludeCredentials", descriptors(rows.of(person.id())));
        options.put(
                "authenticatorSelection",
                Map.of("residentKey", "required", "requireResidentKey", true, "userVerification", "required"));
        options.put("attestation", verification.asksForAttestation() ? "direct" : "none");
        return options;
    }

    /**
     * Begins signing in: what {@code navigator.credentials.get} is given (5.5, in the JSON of 5.1.9).
     *
     * @param person whose passkey it must be, or null when the passkey says who it is
     */
    @Transactional
    Map<String, Object> beginUsing(@Nullable Person person, String browser, String address) {
        byte[] challenge = begin(person == null ? null : person.id(), false, browser, address);
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("challenge", base64(challenge));
        options.put("rpId", verification.rpId());
        options.put("timeout", CEREMONY_LIFE.toMillis());
        options.put("userVerification", "required");
        options.put("allowCredentials", person == null ? List.of() : descriptors(rows.of(person.id())));
        return options;
    }

    private byte[] begin(@Nullable UUID person, boolean registers, String browser, String address) {
        limits.count("passkey:" + RateLimits.address(address), BEGUN_PER_ADDRESS, SHORT);
        byte[] challenge = bytes();
        rows.begin(
                Sha256.of(base64(challenge)),
                new PasskeyRows.Ceremony(
                        Sha256.of(browser), person, registers, clock.instant().plus(CEREMONY_LIFE)));
        return challenge;
    }

    /**
     * Adds the passkey that the authenticator made.
     *
     * @param answer the credential as JSON (5.1.8.1)
     * @param session how surely the person is known who makes it
     * @return why not, as the last word of a message key; nothing when it was added
     */
    @Transactional
    Optional<String> make(Person person, String browser, String answer, String name, Assurance session) {
        people.lock(person.number());
        if (rows.of(person.id()).size() >= MOST) {
            return Optional.of("many");
        }
        try {
            RegistrationData made = verification.parseMade(limited(answer));
            byte[] challenge = verification.challenge(made.getCollectedClientData());
            if (!isBegun(challenge, true, browser, person.id())) {
                return Optional.of("over");
            }
            boolean attested = verification.made(made, challenge);
            Passkey passkey = verification.passkey(
                    made, person.id(), name, attested, clock.instant(), authenticators.countsFrom(session));
            if (!rows.add(passkey)) {
                return Optional.of("failed");
            }
            audit.record(own(
                    person,
                    AuditEvent.PASSKEY_ADDED,
                    Map.of("aaguid", passkey.aaguid().toString())));
            tell(person, "identity.notice.passkey-added", name);
            return Optional.empty();
        } catch (UserNotVerifiedException e) {
            return Optional.of("unverified");
        } catch (VerificationException | PasskeyVerification.Unreadable e) {
            return Optional.of("failed");
        }
    }

    /**
     * Takes an authenticator's answer to a sign-in.
     *
     * @param answer the assertion as JSON (5.1.9.1)
     * @param bound who is signed in or has typed the code already; null when the passkey says who it is
     */
    @Transactional
    Outcome use(String browser, String answer, @Nullable UUID bound) {
        Passkey passkey = null;
        try {
            AuthenticationData used = verification.parseUsed(limited(answer));
            byte[] challenge = verification.challenge(used.getCollectedClientData());
            if (!isBegun(challenge, false, browser, bound)) {
                return new Outcome.Refused("over");
            }
            passkey = rows.lock(used.getCredentialId()).orElse(null);
            if (passkey == null) {
                return refused(null, "unknown");
            }
            if (!isOwner(used.getUserHandle(), passkey, bound == null)) {
                return refused(passkey, "failed");
            }
            if (bound != null && !bound.equals(passkey.person())) {
                return refused(passkey, "other");
            }
            verification.used(used, passkey, challenge);
            Person person = people.find(passkey.person()).orElseThrow();
            if (person.status() != Person.Status.ACTIVE) {
                return refused(passkey, "unknown");
            }
            rows.used(
                    passkey.id(),
                    used.getAuthenticatorData().getSignCount(),
                    used.getAuthenticatorData().isFlagBS(),
                    clock.instant());
            return new Outcome.Known(person, authenticators.level(passkey));
        } catch (MaliciousCounterValueException e) {
            return refused(passkey, "copied");
        } catch (UserNotVerifiedException e) {
            return refused(passkey, "unverified");
        } catch (VerificationException | PasskeyVerification.Unreadable e) {
            return refused(passkey, "failed");
        }
    }

    /** The user handle must name the passkey's owner; it must be there when nothing else says who signs in (7.2, step 6). */
    private boolean isOwner(byte @Nullable [] handle, Passkey passkey, boolean needed) {
        if (handle == null || handle.length == 0) {
            return !needed;
        }
        return rows.bearer(handle).filter(passkey.person()::equals).isPresent();
    }

    private boolean isBegun(byte[] challenge, boolean registers, String browser, @Nullable UUID person) {
        Instant now = clock.instant();
        return rows.end(Sha256.of(base64(challenge)))
                .filter(ceremony -> now.isBefore(ceremony.until()))
                .filter(ceremony -> ceremony.registers() == registers)
                .filter(ceremony -> MessageDigest.isEqual(ceremony.browserHash(), Sha256.of(browser)))
                .filter(ceremony -> Objects.equals(ceremony.person(), person))
                .isPresent();
    }

    private Outcome refused(@Nullable Passkey passkey, String why) {
        Optional<Person> owner = Optional.ofNullable(passkey).flatMap(his -> people.find(his.person()));
        audit.record(new AuditEntry(
                AuditEvent.SIGN_IN_REFUSED,
                AuditEntry.ANONYMOUS,
                null,
                null,
                owner.map(Person::number).orElse(null),
                null,
                null,
                Map.of("wrong", "passkey", "why", why)));
        return new Outcome.Refused(why);
    }

    List<Passkey> of(Person person) {
        return rows.of(person.id());
    }

    Optional<Passkey> find(Person person, byte[] id) {
        return rows.of(person.id()).stream()
                .filter(passkey -> Arrays.equals(passkey.id(), id))
                .findFirst();
    }

    /**
     * Removes one.
     *
     * @throws Problem NOT_FOUND when the person has no such passkey
     */
    @Transactional
    void remove(Person person, byte[] id) {
        String name = rows.remove(person.id(), id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        audit.record(own(person, AuditEvent.PASSKEY_REMOVED, Map.of()));
        tell(person, "identity.notice.passkey-removed", name);
    }

    private static AuditEntry own(Person person, AuditEvent event, Map<String, String> detail) {
        String number = person.number().digits();
        return new AuditEntry(event, number, person.name(), null, person.number(), null, null, detail);
    }

    private void tell(Person person, String template, String passkey) {
        notices.send(new Notice(
                "passkey/" + Ids.next(clock),
                person.number(),
                template,
                Map.of("name", person.name(), "passkey", passkey),
                null));
    }

    private static String limited(String answer) {
        if (answer.isEmpty() || answer.length() > LONGEST_ANSWER) {
            throw new PasskeyVerification.Unreadable(null);
        }
        return answer;
    }

    private static List<Map<String, Object>> descriptors(List<Passkey> passkeys) {
        return passkeys.stream()
                .map(passkey ->
                        Map.of("type", "public-key", "id", base64(passkey.id()), "transports", passkey.transports()))
                .toList();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
