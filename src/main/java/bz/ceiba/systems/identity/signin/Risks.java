package bz.ceiba.systems.identity.signin;

import bz.ceiba.systems.identity.register.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What is unusual about a sign-in. It never shuts anybody out for good: it asks for more. */
@Component
class Risks {
    /** So long a wrong code counts. */
    static final Duration WINDOW = Duration.ofDays(1);

    /** So many wrong codes within the window look like guessing. */
    static final int MANY = 10;

    /** Aeroplanes are slower. */
    private static final double FASTEST_KILOMETRES_AN_HOUR = 1000;

    /** Networks are often taken to be in the next country's capital. */
    private static final double NEAR_KILOMETRES = 500;

    private final DeviceRows rows;
    private final Devices devices;
    private final Clock clock;

    Risks(DeviceRows rows, Devices devices, Clock clock) {
        this.rows = rows;
        this.devices = devices;
        this.clock = clock;
    }

    /** One thing that is unusual. */
    enum Signal {
        /** Nobody has signed in as this person in this browser before, but in another one. */
        NEW_DEVICE,
        /** He was, a moment ago, too far away. */
        FAR,
        /** Many wrong codes were typed for his number, elsewhere than on his devices. */
        FAILURES
    }

    Set<Signal> of(Person person, Client client) {
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        List<Device> ever = devices.ever(person);
        if (isFar(client, ever)) {
            signals.add(Signal.FAR);
        }
        if (devices.known(client.cookie(), person.number()).isPresent()) {
            return signals;
        }
        if (!ever.isEmpty()) {
            signals.add(Signal.NEW_DEVICE);
        }
        if (rows.failures(person.number().digits(), clock.instant().minus(WINDOW)) >= MANY) {
            signals.add(Signal.FAILURES);
        }
        return signals;
    }

    /**
     * Whether somebody who has nothing else to show is sent to a centre. A new device alone is no reason: with a phone and nothing else
     * one must be able to change it.
     */
    static boolean isGrave(Set<Signal> signals) {
        return signals.contains(Signal.FAILURES) || signals.containsAll(Set.of(Signal.NEW_DEVICE, Signal.FAR));
    }

    private boolean isFar(Client client, List<Device> ever) {
        Place here = client.place();
        Instant now = clock.instant();
        return here != null
                && ever.stream()
                        .filter(device -> device.place() != null)
                        .findFirst()
                        .flatMap(last -> here.kilometresTo(Objects.requireNonNull(last.place()))
                                .map(kilometres -> kilometres > NEAR_KILOMETRES
                                        && kilometres > FASTEST_KILOMETRES_AN_HOUR * hours(last.lastAt(), now)))
                        .orElse(false);
    }

    private static double hours(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds()) / 3600.0;
    }
}
