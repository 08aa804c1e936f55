package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.TravelDocuments.Passport;
import bz.ceiba.platform.kernel.VisitorRules;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Enters visitors in the register: a passport is one person's, whoever registers it and however often. Who registers himself is known by an e-mail
 * address that he proved; who stands before an officer, by the passport that the officer holds.
 */
@Component
public class RegisterVisitor {
    private final People people;
    private final Visitors visitors;
    private final Proofs proofs;
    private final Audit audit;
    private final Clock clock;
    private final VisitorRules rules = VisitorRules.load();

    RegisterVisitor(People people, Visitors visitors, Proofs proofs, Audit audit, Clock clock) {
        this.people = people;
        this.visitors = visitors;
        this.proofs = proofs;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of a registration on the web. */
    public sealed interface Outcome {
        record Entered(Person person) implements Outcome {}

        /** He was there before. */
        record Known(Person person) implements Outcome {}

        /** It is for an officer who sees the passport; why, nobody is told. */
        record AtTheDesk() implements Outcome {}
    }

    /** An address as it is compared. */
    public static String plain(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Somebody registers himself.
     *
     * @param email that he proved to read, {@linkplain #plain plain}
     */
    @Transactional
    public Outcome himself(Passport passport, String email, String language) {
        List<PersonNumber> others = visitors.by(email);
        Optional<PersonNumber> bearer = visitors.bearer(passport);
        if (bearer.isPresent()) {
            return known(bearer.get(), email);
        }
        Optional<Person> same = others.stream()
                .flatMap(number -> people.find(number).stream())
                .filter(person -> isOf(person, passport))
                .findFirst();
        if (same.isPresent()) {
            // His next passport.
            visitors.addDocument(same.get().number(), passport);
            record(same.get(), same.get().number().digits(), null);
            return new Outcome.Known(same.get());
        }
        if (passport.birth() == null || others.size() >= rules.perEmail()) {
            return new Outcome.AtTheDesk();
        }
        Person entered = people.enrol(number -> person(passport, number, email, clock.instant(), language));
        visitors.add(entered.number(), passport);
        record(entered, entered.number().digits(), null);
        return new Outcome.Entered(entered);
    }

    /** An address that an officer only wrote down is proved by this. */
    private Outcome known(PersonNumber bearer, String email) {
        Person person = people.find(bearer).orElseThrow();
        if (person.status() != Person.Status.ACTIVE || !email.equals(person.email())) {
            return new Outcome.AtTheDesk();
        }
        if (person.emailVerifiedAt() == null) {
            visitors.reachAt(bearer, email, clock.instant());
        }
        return new Outcome.Known(people.find(bearer).orElseThrow());
    }

    /** The same person by what a passport says of him, whatever its number. */
    private boolean isOf(Person person, Passport passport) {
        return person.status() == Person.Status.ACTIVE
                && person.birthDate().equals(passport.birth())
                && person.family().equals(written(passport.surname()))
                && person.given().equals(written(passport.given()))
                && visitors.find(person.number())
                        .filter(one -> one.nationality().equals(passport.nationality()))
                        .isPresent();
    }

    /** What became of it when an officer saw a passport. */
    public sealed interface Seen {
        record Bearer(Person person) implements Seen {}

        /** The passport is of somebody who is called otherwise, or whose number is not in use. */
        record OtherBearer() implements Seen {}

        /** Who registered it himself has another address than the one who stands there says. */
        record OtherAddress() implements Seen {}
    }

    /**
     * An officer has the passport in his hand and its bearer before him: enters who is not there yet, and keeps what was seen. Whoever knows the lines
     * of a passport can register it on the web, so one that no officer saw is confirmed only for who names its address.
     *
     * @param email as the bearer says it, or empty
     * @param compared whether what it says was compared with what its issuer signed or says
     * @param agency whose officer it is
     * @param process by which the agency finds that again
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Seen seen(
            Passport passport,
            String email,
            String language,
            boolean compared,
            String agency,
            String process,
            String officer) {
        String plain = plain(email);
        Optional<Person> bearer = visitors.bearer(passport)
                .filter(number -> !visitors.isVoid(number))
                .flatMap(people::find);
        if (bearer.isPresent() && !isOf(bearer.get(), passport)) {
            return new Seen.OtherBearer();
        }
        if (bearer.isPresent()
                && isUnseen(bearer.get())
                && !plain.equals(bearer.get().email())) {
            return new Seen.OtherAddress();
        }
        Person person = bearer.orElseGet(() -> enter(passport, plain, language));
        visitors.seen(person.number(), agency);
        proofs.keep(person, new Proof("passport", passport.number(), null, null, compared, false), agency, process);
        record(person, officer, agency);
        return new Seen.Bearer(person);
    }

    private boolean isUnseen(Person person) {
        return visitors.find(person.number())
                .filter(one -> one.seenBy() == null)
                .isPresent();
    }

    private Person enter(Passport passport, String email, String language) {
        Person entered =
                people.enrol(number -> person(passport, number, email.isEmpty() ? null : email, null, language));
        visitors.add(entered.number(), passport);
        return entered;
    }

    private Person person(
            Passport passport, PersonNumber number, @Nullable String email, @Nullable Instant proved, String language) {
        LocalDate birth = Objects.requireNonNull(passport.birth());
        return new Person(
                Ids.next(clock),
                number,
                written(passport.given()),
                null,
                written(passport.surname()),
                null,
                List.of(),
                passport.sex().isEmpty() ? "X" : passport.sex(),
                birth,
                "",
                "",
                "",
                "",
                null,
                email,
                proved,
                language,
                Person.Status.ACTIVE);
    }

    /** With capitals at the beginning only: the zone has nothing else. */
    static String written(String zone) {
        return List.of(zone.strip().split(" +", -1)).stream()
                .map(word -> word.isEmpty()
                        ? word
                        : word.substring(0, 1) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private void record(Person person, String by, @Nullable String agency) {
        audit.record(new AuditEntry(
                AuditEvent.VISITOR_REGISTERED, by, null, agency, person.number(), null, null, Map.of("as", "visitor")));
    }
}
