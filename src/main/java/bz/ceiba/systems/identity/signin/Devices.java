package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Endings;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * In which browsers people sign in. Each is known by a random cookie. It signs nobody in; it only shows that a sign-in comes from where the
 * person signed in before, so that what strangers try with his number does not stand in his way (OWASP's "device cookies").
 */
@Component
class Devices {
    /** As long as browsers keep a cookie. */
    static final Duration KEPT = Duration.ofDays(400);

    static final Duration ALARM = Duration.ofDays(7);

    private static final int MOST = 30;

    private final DeviceRows rows;
    private final People people;
    private final Signings signings;
    private final Endings endings;
    private final Codes codes;
    private final Notices notices;
    private final Audit audit;
    private final String baseUrl;
    private final Clock clock;

    Devices(
            DeviceRows rows,
            People people,
            Signings signings,
            Endings endings,
            Codes codes,
            Notices notices,
            Audit audit,
            @Value("${ceiba.base-url}") String baseUrl,
            Clock clock) {
        this.rows = rows;
        this.people = people;
        this.signings = signings;
        this.endings = endings;
        this.codes = codes;
        this.notices = notices;
        this.audit = audit;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    /** The browser, if the bearer of this number has signed in there and did not remove it. Asked of any number, whoever has it. */
    Optional<Device> known(String cookie, PersonNumber number) {
        return cookie.isEmpty()
                ? Optional.empty()
                : rows.find(hash(cookie, number)).filter(device -> device.removedAt() == null);
    }

    private static byte[] hash(String cookie, PersonNumber number) {
        return Sha256.of(cookie + "/" + number.digits());
    }

    /**
     * Notes that somebody signed in there. If it is not his first device he is told of a new one.
     *
     * @param sessionBegun when the session began in which he did
     */
    @Transactional
    void signedIn(Person person, Client client, Instant sessionBegun) {
        people.lock(person.number());
        Instant now = clock.instant();
        Optional<Device> known = known(client.cookie(), person.number());
        boolean first = known.isEmpty() && rows.of(person.id()).isEmpty();
        byte[] hash = hash(client.cookie(), person.number());
        UUID id = rows.find(hash).map(Device::id).orElseGet(() -> Ids.next(clock));
        Instant firstAt = known.map(Device::firstAt).orElse(now);
        rows.keep(new Device(id, person.id(), hash, client.name(), firstAt, now, null, client.place(), sessionBegun));
        if (known.isPresent()) {
            return;
        }
        rows.keepNewest(person.id(), MOST);
        audit.record(own(person, AuditEvent.DEVICE_ADDED, Map.of("device", client.name(), "place", place(client))));
        if (!first) {
            tell(person, id, client);
        }
    }

    private static String place(Client client) {
        Place place = client.place();
        return place == null ? "?" : place.country();
    }

    private void tell(Person person, UUID device, Client client) {
        String token = codes.cookie();
        rows.alarm(device, Sha256.of(token), clock.instant().plus(ALARM));
        notices.send(new Notice(
                "device/" + Ids.next(clock),
                person.number(),
                "identity.notice.new-device",
                Map.of(
                        "name",
                        person.name(),
                        "device",
                        client.name(),
                        "place",
                        place(client),
                        "link",
                        baseUrl + "/identity/not-me?t=" + token),
                null));
    }

    /** Those that count, the one used last first. */
    List<Device> of(Person person) {
        return rows.of(person.id()).stream()
                .filter(device -> device.removedAt() == null)
                .toList();
    }

    /** Whether he ever signed in with a device that is remembered, and roughly where he did last. */
    List<Device> ever(Person person) {
        return rows.of(person.id());
    }

    /**
     * Removes one and ends its session.
     *
     * @throws Problem NOT_FOUND when the person has no such device
     */
    @Transactional
    void remove(Person person, UUID id) {
        Device device = of(person).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        rows.remove(id, clock.instant());
        Instant begun = device.sessionBegun();
        if (begun != null) {
            endings.session(person.id().toString(), begun);
        }
        audit.record(own(person, AuditEvent.DEVICE_REMOVED, Map.of("device", device.name(), "why", "removed")));
    }

    /** The device that a notice was about. */
    Optional<Device> alarmed(String token) {
        return rows.byAlarm(Sha256.of(token), clock.instant()).filter(device -> device.removedAt() == null);
    }

    /**
     * Its owner says that somebody else signed in there: all that is open in his name ends, for nobody knows what the stranger did from
     * there.
     *
     * @return false when the link is too old or was used
     */
    @Transactional
    boolean disown(String token) {
        Optional<Device> alarmed = alarmed(token);
        alarmed.ifPresent(device -> {
            Person person = people.find(device.person()).orElseThrow();
            rows.remove(device.id(), clock.instant());
            signings.endAll(person);
            audit.record(own(person, AuditEvent.DEVICE_REMOVED, Map.of("device", device.name(), "why", "not-me")));
        });
        return alarmed.isPresent();
    }

    /** All of a person's, with a recovery. */
    void removeAll(Person person) {
        of(person).forEach(device -> {
            rows.remove(device.id(), clock.instant());
            audit.record(own(person, AuditEvent.DEVICE_REMOVED, Map.of("device", device.name(), "why", "recovery")));
        });
    }

    /** Counts a wrong code, unless it was typed where the number's bearer signed in before. */
    void failed(@Nullable PersonNumber number, Client client) {
        if (number != null && known(client.cookie(), number).isEmpty()) {
            Instant now = clock.instant();
            rows.failed(number.digits(), now, now.minus(Risks.WINDOW));
        }
    }

    void forget() {
        rows.forget(clock.instant().minus(KEPT));
        rows.forgetFailures(clock.instant().minus(Risks.WINDOW));
    }

    private static AuditEntry own(Person person, AuditEvent event, Map<String, String> detail) {
        String number = person.number().digits();
        return new AuditEntry(event, number, person.name(), null, person.number(), null, null, detail);
    }
}
