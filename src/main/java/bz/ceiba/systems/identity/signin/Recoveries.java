package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.IdentitySettings;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.Proofs;
import bz.ceiba.systems.identity.signin.CounterRequest.State;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Recoveries to which two officers agreed. Each waits, and whoever holds the phone, the mail or the session from before can stop it; then
 * the new phone or card counts, and everything from before ends.
 */
@Component
class Recoveries {
    static final TaskDescriptor<Void> EFFECT = TaskDescriptor.of("identity-recovery");

    private static final Duration WAITS = Duration.ofDays(3);
    private static final Duration DEMO_WAITS = Duration.ofMinutes(2);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final CounterRequests requests;
    private final People people;
    private final Proofs proofs;
    private final PasskeyRows passkeys;
    private final Devices devices;
    private final Cards cards;
    private final Signings signings;
    private final Codes codes;
    private final Notices notices;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Duration waits;
    private final String baseUrl;
    private final Clock clock;

    Recoveries(
            CounterRequests requests,
            People people,
            Proofs proofs,
            PasskeyRows passkeys,
            Devices devices,
            Cards cards,
            Signings signings,
            Codes codes,
            Notices notices,
            Audit audit,
            ApplicationEventPublisher events,
            ObjectProvider<SchedulerClient> scheduler,
            IdentitySettings settings,
            @Value("${ceiba.demo}") boolean demo,
            @Value("${ceiba.base-url}") String baseUrl,
            Clock clock) {
        this.requests = requests;
        this.people = people;
        this.proofs = proofs;
        this.passkeys = passkeys;
        this.devices = devices;
        this.cards = cards;
        this.signings = signings;
        this.codes = codes;
        this.notices = notices;
        this.audit = audit;
        this.events = events;
        this.scheduler = scheduler;
        Duration set = settings.recoveryWaits();
        this.waits = set != null ? set : demo ? DEMO_WAITS : WAITS;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    Duration waits() {
        return waits;
    }

    /** Begins to wait, in the transaction of the second officer's decision, and tells the person wherever he could be reached until now. */
    void begin(CounterRequest request, Person person) {
        Instant effectiveAt = clock.instant().plus(waits);
        String token = codes.cookie();
        requests.cool(request.id(), effectiveAt, Sha256.of(token));
        scheduler
                .getObject()
                .scheduleIfNotExists(EFFECT.instance(request.id().toString()).scheduledTo(effectiveAt));
        alarm(
                person,
                "identity.notice.recovery",
                Map.of(
                        "name",
                        person.name(),
                        "at",
                        TIME.format(effectiveAt.atZone(Country.ZONE)),
                        "link",
                        baseUrl + "/identity/recovery/stop?t=" + token));
        tellReferee(request, person);
    }

    /** Who vouched learns of it: somebody else may have used his name. */
    void tellReferee(CounterRequest request, Person person) {
        request.referee()
                .flatMap(people::find)
                .ifPresent(referee -> notices.send(new Notice(
                        "vouched/" + request.id(),
                        referee.number(),
                        "identity.notice.vouched",
                        Map.of("name", referee.name(), "other", person.name()),
                        null)));
    }

    private void alarm(Person person, String template, Map<String, String> values) {
        notices.alarm(
                new Notice("recovery/" + Ids.next(clock), person.number(), template, values, null),
                Locale.of(person.language()),
                person.phone(),
                SignIn.provedMail(person).orElse(null));
    }

    /** The recovery that the link of a notice stops. */
    Optional<UUID> stoppable(String token) {
        return requests.byStop(Sha256.of(token));
    }

    /**
     * Stops it by the link of a notice.
     *
     * @return false when it has taken effect or was stopped
     */
    @Transactional
    boolean stop(String token) {
        return stoppable(token).filter(id -> stop(id, "link")).isPresent();
    }

    /** The person himself stops it, where he is signed in still. */
    @Transactional
    boolean stop(Person person) {
        return requests.cooling(person.id())
                .filter(request -> stop(request.id(), "person"))
                .isPresent();
    }

    private boolean stop(UUID id, String how) {
        Optional<CounterRequest> waiting = requests.lock(id).filter(request -> request.state() == State.COOLING);
        waiting.ifPresent(request -> {
            Person person =
                    people.find(Objects.requireNonNull(request.person())).orElseThrow();
            requests.stopped(id, how, clock.instant());
            cards.endOf(id);
            boolean himself = how.equals("person");
            audit.record(new AuditEntry(
                    AuditEvent.RECOVERY_STOPPED,
                    himself ? person.number().digits() : AuditEntry.ANONYMOUS,
                    himself ? person.name() : null,
                    null,
                    person.number(),
                    null,
                    null,
                    Map.of("request", id.toString(), "how", how)));
            alarm(person, "identity.notice.recovery-stopped", Map.of("name", person.name()));
        });
        return waiting.isPresent();
    }

    /** A supervisor has looked into one that was stopped. */
    @Transactional
    void review(UUID id, Actor supervisor) {
        CounterRequest request = requests.lock(id)
                .filter(one -> one.state() == State.STOPPED)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        requests.reviewed(id, supervisor, clock.instant());
        UUID person = Objects.requireNonNull(request.person());
        audit.record(supervisor.doesFor(
                request.agency(),
                AuditEvent.RECOVERY_STOPPED,
                people.find(person).orElseThrow().number(),
                null,
                null,
                Map.of("request", id.toString(), "how", "reviewed")));
    }

    /** Lets it take effect when its time has come; a second time nothing happens. */
    @Transactional
    void takeEffect(UUID id) {
        requests.lock(id)
                .filter(request -> request.state() == State.COOLING)
                .filter(request ->
                        request.effectiveAt() != null && !clock.instant().isBefore(request.effectiveAt()))
                .ifPresent(this::apply);
    }

    private void apply(CounterRequest request) {
        Person before = people.find(Objects.requireNonNull(request.person())).orElseThrow();
        people.lock(before.number());
        requests.state(request.id(), State.DONE);
        if (before.status() != Person.Status.ACTIVE) {
            cards.endOf(request.id());
            return;
        }
        people.reachAt(before.number(), request.phone(), request.keepEmail());
        passkeys.removeAll(before.id());
        devices.removeAll(before);
        cards.endAll(before);
        cards.activate(request.id(), before);
        signings.endAll(before);
        proofs.keep(before, request.proof(), request.agency(), "counter/" + request.id());
        audit.record(new AuditEntry(
                AuditEvent.RECOVERY_DONE,
                AuditEntry.SYSTEM,
                null,
                null,
                before.number(),
                null,
                null,
                Map.of("request", request.id().toString())));
        alarm(before, "identity.notice.recovered", Map.of("name", before.name()));
        Person after = people.find(before.id()).orElseThrow();
        // From now on notices go to the new phone.
        events.publishEvent(new SignedIn(
                after.number(),
                after.name(),
                after.phone(),
                after.email(),
                after.emailVerifiedAt() != null,
                after.language()));
    }
}
