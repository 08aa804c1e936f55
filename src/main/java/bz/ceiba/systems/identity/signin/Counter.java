package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.Applicant;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.Proof;
import bz.ceiba.systems.identity.register.Proofs;
import bz.ceiba.systems.identity.register.Verifications;
import bz.ceiba.systems.identity.register.Visitors;
import bz.ceiba.systems.identity.signin.CounterRequest.Kind;
import bz.ceiba.systems.identity.signin.CounterRequest.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is done at a counter for somebody who stands there: he is entered in the register, or gets a new phone or card because he lost what
 * he signed in with. One officer asks and records what he was shown; another one agrees. Neither is the person, a relative, or the one
 * who vouches.
 */
@Component
class Counter {
    /** Whose officers do this: the ministry that runs the register, also at its centres. */
    static final String AGENCY = "egov";

    private static final int MOST_CODES = 5;
    private static final int ASKS_PER_OFFICER = 40;
    private static final Duration HOUR = Duration.ofHours(1);

    private final CounterRequests requests;
    private final Recoveries recoveries;
    private final People people;
    private final Proofs proofs;
    private final Verifications verifications;
    private final Visitors visitors;
    private final Cards cards;
    private final Codes codes;
    private final RateLimits limits;
    private final Notices notices;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    Counter(
            CounterRequests requests,
            Recoveries recoveries,
            People people,
            Proofs proofs,
            Verifications verifications,
            Visitors visitors,
            Cards cards,
            Codes codes,
            RateLimits limits,
            Notices notices,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.requests = requests;
        this.recoveries = recoveries;
        this.people = people;
        this.proofs = proofs;
        this.verifications = verifications;
        this.visitors = visitors;
        this.cards = cards;
        this.codes = codes;
        this.limits = limits;
        this.notices = notices;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param phone in E.164 form, or null for none
     * @param keepEmail whether the e-mail address that was proved is still his
     */
    record Wish(Proof proof, @Nullable String phone, boolean keepEmail, boolean card) {}

    /** The level at which the person was proved, which the new proof must reach. */
    Assurance original(Person person) {
        return verifications.proofed(person);
    }

    /**
     * Counts a request, in no transaction.
     *
     * @throws Problem TOO_MANY
     */
    void admit(Actor officer) {
        limits.count("counter:" + officer.number(), ASKS_PER_OFFICER, HOUR);
    }

    /**
     * Asks for a recovery.
     *
     * @throws Problem FORBIDDEN for the officer himself and his relatives, and for a card of a visitor, CONFLICT when one waits already
     */
    @Transactional
    UUID recover(Person person, Wish wish, Actor officer) {
        requireStranger(officer, person.number());
        if (wish.card() && visitors.isVisitor(person.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.visitor-card");
        }
        people.lock(person.number());
        requests.drop(person.id());
        return ask(Kind.RECOVER, person, null, wish, person.language(), officer);
    }

    /** Asks for somebody to be entered. */
    @Transactional
    UUID enrol(Applicant applicant, Wish wish, Actor officer) {
        return ask(Kind.ENROL, null, applicant, wish, applicant.language(), officer);
    }

    private UUID ask(
            Kind kind,
            @Nullable Person person,
            @Nullable Applicant applicant,
            Wish wish,
            String language,
            Actor officer) {
        UUID id = Ids.next(clock);
        String code = codes.code();
        String phone = wish.phone();
        CounterRequest request = new CounterRequest(
                id,
                kind,
                person == null ? null : person.id(),
                applicant,
                AGENCY,
                State.OPEN,
                wish.proof(),
                phone,
                phone == null ? null : mac(id, code),
                0,
                false,
                wish.keepEmail(),
                wish.card(),
                false,
                officer.number(),
                officer.name(),
                clock.instant(),
                null,
                null,
                null);
        requireImpartial(request, officer);
        if (!requests.add(request)) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.recovery-waits");
        }
        if (phone != null) {
            notices.sendCode(phone, messages.text(Locale.of(language), "identity.counter.sms", code));
        }
        record(AuditEvent.COUNTER_ASKED, request, officer, Map.of());
        return id;
    }

    private byte[] mac(UUID id, String code) {
        return codes.mac(id.toString().getBytes(StandardCharsets.UTF_8), code);
    }

    /** The code that arrived on the new phone; answers whether it was right. After five wrong ones the request is begun anew. */
    @Transactional
    boolean provePhone(UUID id, String code, Actor officer) {
        CounterRequest request = open(id, officer);
        byte[] mac = request.codeMac();
        if (mac == null || request.codeTries() >= MOST_CODES || !MessageDigest.isEqual(mac, mac(id, code))) {
            requests.countTry(id);
            return false;
        }
        requests.phoneProved(id);
        submitIfComplete(id);
        return true;
    }

    /**
     * Makes the card; it works when the request has taken effect.
     *
     * @return the secret to print
     */
    @Transactional
    String makeCard(UUID id, String pin, Actor officer) {
        CounterRequest request = open(id, officer);
        if (!request.card() || request.cardMade()) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.decided");
        }
        String secret = cards.make(id, pin);
        record(AuditEvent.CARD_CHANGED, request, officer, Map.of("change", "made"));
        submitIfComplete(id);
        return secret;
    }

    private void submitIfComplete(UUID id) {
        if (requests.find(id).filter(CounterRequest::isComplete).isPresent()) {
            requests.state(id, State.WAITING);
        }
    }

    private CounterRequest open(UUID id, Actor officer) {
        return requests.lock(id)
                .filter(request -> request.state() == State.OPEN)
                .filter(request -> request.askedBy().equals(officer.number()))
                .orElseThrow(Counter::notFound);
    }

    /**
     * Decides what another officer asked for.
     *
     * @throws Problem FORBIDDEN for the one who asked, a relative, the person and the one who vouches; CONFLICT when it is decided
     */
    @Transactional
    void decide(UUID id, boolean approve, Actor officer) {
        CounterRequest request = requests.lock(id).orElseThrow(Counter::notFound);
        if (request.state() != State.WAITING) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.decided");
        }
        if (request.askedBy().equals(officer.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.four-eyes");
        }
        Optional<Person> person = person(request);
        person.ifPresent(one -> requireStranger(officer, one.number()));
        requireImpartial(request, officer);
        State next = !approve ? State.DECLINED : request.kind() == Kind.ENROL ? State.DONE : State.COOLING;
        requests.decided(id, next, officer, clock.instant());
        record(
                AuditEvent.COUNTER_DECIDED,
                request,
                officer,
                Map.of("decision", approve ? "approved" : "declined", "asked-by", request.askedBy()));
        switch (next) {
            case DECLINED -> cards.endOf(id);
            case DONE -> enter(request, officer);
            case COOLING -> recoveries.begin(request, person.orElseThrow());
            case OPEN, WAITING, STOPPED -> throw new IllegalStateException("no decision leads to " + next);
        }
    }

    private void enter(CounterRequest request, Actor officer) {
        Applicant applicant = Objects.requireNonNull(request.applicant());
        Person entered =
                proofs.enter(applicant, request.phone(), request.proof(), request.agency(), "counter/" + request.id());
        requests.entered(request.id(), entered.id());
        cards.activate(request.id(), entered);
        audit.record(officer.doesFor(
                request.agency(),
                AuditEvent.PERSON_ENROLLED,
                entered.number(),
                null,
                null,
                Map.of(
                        "request",
                        request.id().toString(),
                        "level",
                        request.proof().level().name())));
        recoveries.tellReferee(request, entered);
    }

    Optional<Person> person(CounterRequest request) {
        UUID person = request.person();
        return person == null ? Optional.empty() : people.find(person);
    }

    private void requireStranger(Actor officer, PersonNumber person) {
        if (!proofs.isStranger(officer.person(), person)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.partial");
        }
    }

    private static void requireImpartial(CounterRequest request, Actor officer) {
        if (request.referee().filter(officer.person()::equals).isPresent()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.partial");
        }
    }

    /** Only officers of the ministry, as assistants at its centres or as supervisors. */
    static void requireDesk(Actor actor) {
        if (!actor.holds(Role.ASSISTANT, AGENCY) && !actor.holds(Role.SUPERVISOR, AGENCY)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }

    private void record(AuditEvent event, CounterRequest request, Actor officer, Map<String, String> more) {
        Map<String, String> detail = new TreeMap<>(more);
        detail.put("request", request.id().toString());
        detail.put("kind", request.kind().name());
        detail.put("level", request.proof().level().name());
        PersonNumber about = person(request).map(Person::number).orElse(null);
        audit.record(officer.doesFor(request.agency(), event, about, null, null, detail));
    }

    private static Problem notFound() {
        return new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
    }
}
