package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.DemoCast;
import bz.ceiba.platform.access.DemoCast.Member;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Made-up crashes of the demonstration, as police officers reported them within two hours. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoCrashes {
    private static final String AGENCY = "police";
    private static final int[] HOURS = {4, 4, 4, 3, 2, 2, 4, 7, 6, 4, 4, 4, 5, 4, 5, 6, 7, 8, 9, 9, 7, 6, 6, 5};

    /** As {@link Crash.Collision}. */
    private static final int[] COLLISIONS = {8, 20, 18, 8, 6, 8, 4, 18, 8, 2};

    /** As {@link Injury}. */
    private static final int[] WORST = {4, 16, 34, 46};

    private final DemoCast cast;
    private final Country country;
    private final Crashes crashes;

    DemoCrashes(DemoCast cast, Country country, Crashes crashes) {
        this.cast = cast;
        this.country = country;
        this.crashes = crashes;
    }

    /** In the caller's transaction. */
    void fill(int many, List<DemoDrivers.Driver> drivers, SplittableRandom random, Instant from, Instant now) {
        List<Member> officers = cast.staff(AGENCY, Role.OFFICER);
        DemoScenes scenes = new DemoScenes(country, random, from, now.minus(Duration.ofHours(3)));
        List<Crashes.Reported> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Crash.Facts facts = facts(scenes, drivers);
            Member officer = scenes.any(officers);
            ZonedDateTime reported = facts.at()
                    .plus(Duration.ofMinutes(20 + random.nextInt(100)))
                    .atZone(Country.ZONE);
            CaseNumber number = CaseNumber.random(Crash.PREFIX, reported.getYear(), random);
            all.add(new Crashes.Reported(
                    new Crash(number, AGENCY, officer.name(), reported.toInstant(), facts, List.of()),
                    officer.person().digits(),
                    new UUID(random.nextLong(), random.nextLong())));
        }
        crashes.enterAll(all);
    }

    private static Crash.Facts facts(DemoScenes scenes, List<DemoDrivers.Driver> drivers) {
        DemoScenes.Scene scene = scenes.next(HOURS);
        Crash.Collision collision = scenes.any(List.of(Crash.Collision.values()), COLLISIONS);
        Injury worst = scenes.any(List.of(Injury.values()), WORST);
        Crash.Weather weather = scenes.chance(22) ? Crash.Weather.RAIN : Crash.Weather.CLEAR;
        List<DemoDrivers.Driver> involved = new ArrayList<>();
        for (int i = 0; i < vehicles(collision); i++) {
            involved.add(scenes.any(drivers));
        }
        return new Crash.Facts(
                scene.at(),
                scene.district(),
                scene.road(),
                scene.mile(),
                scene.words(),
                scene.latitude(),
                scene.longitude(),
                collision,
                light(scene),
                weather,
                weather == Crash.Weather.RAIN ? Crash.Surface.WET : Crash.Surface.DRY,
                factors(scenes, collision),
                vehicles(involved),
                persons(scenes, collision, worst, involved));
    }

    private static int vehicles(Crash.Collision collision) {
        return switch (collision) {
            case HEAD_ON, REAR_END, SIDE, PARKED -> 2;
            case PEDESTRIAN, OBJECT, ANIMAL, LEFT_ROAD, OVERTURNED, OTHER -> 1;
        };
    }

    private static Crash.Light light(DemoScenes.Scene scene) {
        int hour = scene.at().atZone(Country.ZONE).getHour();
        if (hour >= 6 && hour < 18) {
            return Crash.Light.DAYLIGHT;
        }
        if (hour == 5 || hour == 18) {
            return Crash.Light.TWILIGHT;
        }
        return scene.road().equals(Roads.OTHER) ? Crash.Light.DARK_LIT : Crash.Light.DARK;
    }

    private static List<Crash.Factor> factors(DemoScenes scenes, Crash.Collision collision) {
        return switch (collision) {
            case HEAD_ON -> List.of(Crash.Factor.OVERTAKING, Crash.Factor.SPEED);
            case SIDE -> List.of(Crash.Factor.RIGHT_OF_WAY);
            case ANIMAL -> List.of(Crash.Factor.ANIMAL);
            case REAR_END, PEDESTRIAN, PARKED, OBJECT, LEFT_ROAD, OVERTURNED, OTHER ->
                scenes.any(List.of(
                        List.of(Crash.Factor.SPEED),
                        List.of(Crash.Factor.ALCOHOL, Crash.Factor.SPEED),
                        List.of(Crash.Factor.PHONE),
                        List.of(Crash.Factor.FATIGUE),
                        List.of()));
        };
    }

    private static List<Crash.Involved> vehicles(List<DemoDrivers.Driver> involved) {
        List<Crash.Involved> vehicles = new ArrayList<>();
        for (DemoDrivers.Driver one : involved) {
            PastRegister.Kept kept = one.kept();
            vehicles.add(new Crash.Involved(
                    vehicles.size() + 1, kept.vehicle().kind().name(), kept.plate(), null));
        }
        return vehicles;
    }

    /** The first is hurt worst; a pedestrian is, before those who drive. Numbers are asked for when somebody was hurt. */
    private static List<Crash.Person> persons(
            DemoScenes scenes, Crash.Collision collision, Injury worst, List<DemoDrivers.Driver> involved) {
        List<Crash.Person> persons = new ArrayList<>();
        if (collision == Crash.Collision.PEDESTRIAN) {
            persons.add(new Crash.Person(1, null, Crash.Role.PEDESTRIAN, age(scenes), worst, null));
        }
        for (int vehicle = 1; vehicle <= involved.size(); vehicle++) {
            // Nobody sits in a parked one.
            if (vehicle == 2 && collision == Crash.Collision.PARKED) {
                continue;
            }
            persons.add(new Crash.Person(
                    persons.size() + 1,
                    vehicle,
                    Crash.Role.DRIVER,
                    Crash.AgeBand.ADULT,
                    persons.isEmpty() ? worst : Injury.NONE,
                    worst == Injury.NONE
                            ? null
                            : involved.get(vehicle - 1).person().person()));
            if (scenes.chance(40)) {
                persons.add(new Crash.Person(
                        persons.size() + 1,
                        vehicle,
                        Crash.Role.PASSENGER,
                        age(scenes),
                        worst == Injury.NONE ? Injury.NONE : Injury.SLIGHT,
                        null));
            }
        }
        return persons;
    }

    private static Crash.AgeBand age(DemoScenes scenes) {
        return scenes.any(List.of(
                Crash.AgeBand.CHILD,
                Crash.AgeBand.YOUTH,
                Crash.AgeBand.YOUNG,
                Crash.AgeBand.ADULT,
                Crash.AgeBand.ADULT,
                Crash.AgeBand.OLDER));
    }
}
