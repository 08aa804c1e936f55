package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A crash on the road: as an officer reported it, and what became known later.
 *
 * @param agency whose officer reported it
 */
public record Crash(
        CaseNumber number, String agency, String reportedByName, Instant reportedAt, Facts facts, List<Note> notes) {
    static final String PREFIX = "TC";

    /** After so many days a death no longer counts as one of the crash. */
    static final int DEATH_DAYS = 30;

    /** How vehicles, or a vehicle and something else, met. */
    public enum Collision {
        HEAD_ON,
        REAR_END,
        SIDE,
        PEDESTRIAN,
        PARKED,
        OBJECT,
        ANIMAL,
        LEFT_ROAD,
        OVERTURNED,
        OTHER
    }

    /** The light there. */
    public enum Light {
        DAYLIGHT,
        TWILIGHT,
        DARK_LIT,
        DARK
    }

    /** The weather there. */
    public enum Weather {
        CLEAR,
        RAIN,
        FOG,
        STORM,
        OTHER
    }

    /** What the road was like. */
    public enum Surface {
        DRY,
        WET,
        FLOODED,
        LOOSE,
        OTHER
    }

    /** What contributed to it, in the officer's opinion. */
    public enum Factor {
        SPEED,
        ALCOHOL,
        PHONE,
        FATIGUE,
        OVERTAKING,
        RIGHT_OF_WAY,
        NO_BELT,
        NO_HELMET,
        VEHICLE,
        ROAD,
        ANIMAL,
        OTHER
    }

    /** Who somebody was in it. */
    public enum Role {
        DRIVER,
        PASSENGER,
        PEDESTRIAN
    }

    /** How old somebody was, in the bands of international statistics. */
    public enum AgeBand {
        CHILD,
        YOUTH,
        YOUNG,
        ADULT,
        OLDER,
        UNKNOWN
    }

    /** What a note is about. */
    public enum NoteKind {
        INJURY,
        NOTE,
        /** It does not count: it was reported twice, or was none. */
        VOID
    }

    /**
     * What the officer reported.
     *
     * @param district of the country pack
     * @param road of the country pack, or {@code OTHER}
     * @param place in the officer's words, perhaps empty
     */
    public record Facts(
            Instant at,
            String district,
            String road,
            @Nullable Double mile,
            String place,
            @Nullable Double latitude,
            @Nullable Double longitude,
            Collision collision,
            Light light,
            Weather weather,
            Surface surface,
            List<Factor> factors,
            List<Involved> vehicles,
            List<Person> persons) {
        public Facts {
            factors = List.copyOf(factors);
            vehicles = List.copyOf(vehicles);
            persons = List.copyOf(persons);
        }

        List<PersonNumber> drivers() {
            return persons.stream()
                    .map(Person::driver)
                    .filter(java.util.Objects::nonNull)
                    .distinct()
                    .toList();
        }
    }

    /**
     * A vehicle in it.
     *
     * @param kind a {@link VehicleKind}, {@code BICYCLE} or {@code OTHER}
     * @param known make, model and colour of what the register says had the plate then; null when it knows none
     */
    public record Involved(
            int n,
            String kind,
            @Nullable String plate,
            @Nullable String known) {}

    /**
     * Somebody in it, without a name.
     *
     * @param vehicle the number of his vehicle, or null on foot
     * @param injury as reported
     * @param driver his identity number, where it was asked for
     */
    public record Person(
            int n,
            @Nullable Integer vehicle,
            Role role,
            AgeBand age,
            Injury injury,
            @Nullable PersonNumber driver) {}

    /**
     * What an officer added.
     *
     * @param person whose injury it is, and {@code injury} which; null for others
     * @param diedOn when it was fatal
     */
    public record Note(
            NoteKind kind,
            String byName,
            String agency,
            Instant at,
            @Nullable Integer person,
            @Nullable Injury injury,
            @Nullable LocalDate diedOn,
            String why) {}

    public Crash {
        notes = List.copyOf(notes);
    }

    /** How badly somebody was hurt, as known now. */
    public Injury injury(Person person) {
        return notes.stream()
                .filter(note -> note.person() != null && note.person() == person.n())
                .map(Note::injury)
                .filter(java.util.Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(person.injury());
    }

    public Injury severity() {
        return facts.persons().stream()
                .map(this::injury)
                .min(Comparator.naturalOrder())
                .orElse(Injury.NONE);
    }

    public boolean isVoid() {
        return notes.stream().anyMatch(note -> note.kind() == NoteKind.VOID);
    }
}
