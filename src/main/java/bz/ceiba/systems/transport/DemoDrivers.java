package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.DemoCast;
import bz.ceiba.platform.access.DemoCast.Member;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.kernel.Country;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Made-up licences and vehicles of the demonstration's people, known to the register since they began. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoDrivers {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int YEAR = 365;
    private static final String WHY = "Demonstration, no real person";
    private static final List<String> COLOURS = List.of("white", "grey", "black", "blue", "red", "green");

    private record Model(VehicleKind kind, String make, String name) {}

    private static final List<Model> CARS = List.of(
            new Model(VehicleKind.CAR, "Toyota", "Corolla"),
            new Model(VehicleKind.CAR, "Honda", "CR-V"),
            new Model(VehicleKind.CAR, "Nissan", "Sentra"),
            new Model(VehicleKind.PICKUP, "Toyota", "Hilux"),
            new Model(VehicleKind.PICKUP, "Ford", "Ranger"),
            new Model(VehicleKind.PICKUP, "Isuzu", "D-Max"));
    private static final Model MOTORCYCLE = new Model(VehicleKind.MOTORCYCLE, "Honda", "CG 125");
    private static final Model TRUCK = new Model(VehicleKind.TRUCK, "Freightliner", "FLD");
    private static final Model BUS = new Model(VehicleKind.BUS, "Blue Bird", "All American");

    /**
     * Somebody with a vehicle of his.
     *
     * @param licence which is for that vehicle, or null
     */
    record Driver(
            Member person,
            PastRegister.@Nullable Licence licence,
            PastRegister.@Nullable Barred bar,
            PastRegister.Kept kept) {
        boolean isLicensed() {
            return licence != null && bar == null;
        }

        /** What the register says of him and his vehicle at an instant, then as today. */
        Answer at(Instant at, String licenceClass) {
            PastRegister.Licence has = licence != null
                            && licence.classes().contains(licenceClass)
                            && licence.valid().contains(at)
                    ? licence
                    : null;
            return new Answer(
                    kept.vehicle(),
                    new Keeper(person.person().digits(), person.name()),
                    VehicleState.IN_USE,
                    kept.marker() == null || at.isBefore(kept.markedAt()) ? List.of() : List.of(kept.marker()),
                    Arrays.stream(Cover.values())
                            .filter(one -> kept.covers().containsKey(one)
                                    && kept.covers().get(one).contains(at))
                            .toList(),
                    has == null ? null : has.stage(),
                    has == null ? null : has.number(),
                    bar != null && bar.valid().contains(at) ? List.of(bar.kind()) : List.of());
        }
    }

    private final DemoCast cast;
    private final Register register;
    private final PastRegister past;
    private final Plates plates;

    DemoDrivers(DemoCast cast, Register register, PastRegister past, Plates plates) {
        this.cast = cast;
        this.register = register;
        this.past = past;
        this.plates = plates;
    }

    /** In the caller's transaction. Of each eight one has no licence, and of the others a few are barred. */
    List<Driver> fill(int many, SplittableRandom random, Instant now) {
        List<Member> people = cast.citizens(many);
        if (people.isEmpty()) {
            return List.of();
        }
        List<String> numbers = plates.nextLicences(people.size());
        List<Driver> drivers = new ArrayList<>();
        for (int n = 0; n < people.size(); n++) {
            Member person = people.get(n);
            List<String> classes = n % 8 == 7 ? List.of() : classes(n);
            drivers.add(new Driver(
                    person,
                    classes.isEmpty() ? null : licence(person, numbers.get(n), classes, random, now),
                    n % 24 == 5 ? barred(person, n / 24, now) : null,
                    kept(person, model(classes, random), random, now)));
        }
        List<Driver> plated = plated(drivers);
        Change change = register.change(new Origin(AuditEntry.SYSTEM, null, null, WHY));
        past.license(change, some(plated, Driver::licence));
        past.bar(change, some(plated, Driver::bar));
        past.keep(change, some(plated, Driver::kept));
        return plated;
    }

    private static <T> List<T> some(List<Driver> drivers, Function<Driver, @Nullable T> what) {
        List<T> found = new ArrayList<>();
        for (Driver one : drivers) {
            T some = what.apply(one);
            if (some != null) {
                found.add(some);
            }
        }
        return found;
    }

    /** With the first plates of each kind. */
    private List<Driver> plated(List<Driver> drivers) {
        Map<VehicleKind, Deque<String>> free = new EnumMap<>(VehicleKind.class);
        drivers.stream()
                .collect(Collectors.groupingBy(one -> one.kept().vehicle().kind(), TreeMap::new, Collectors.counting()))
                .forEach((kind, count) -> free.put(kind, new ArrayDeque<>(plates.first(kind, count.intValue()))));
        return drivers.stream()
                .map(one -> {
                    PastRegister.Kept kept = one.kept();
                    String plate = Objects.requireNonNull(
                                    free.get(kept.vehicle().kind()))
                            .pop();
                    return new Driver(
                            one.person(),
                            one.licence(),
                            one.bar(),
                            new PastRegister.Kept(
                                    kept.keeper(),
                                    kept.vehicle(),
                                    plate,
                                    kept.since(),
                                    kept.covers(),
                                    kept.marker(),
                                    kept.markedAt()));
                })
                .toList();
    }

    private static List<String> classes(int n) {
        return switch (n % 12) {
            case 1 -> List.of("A");
            case 3, 10 -> List.of("A", "B");
            case 4 -> List.of("B", "C");
            case 6 -> List.of("B", "D");
            case 8 -> List.of("B", "E");
            default -> List.of("B");
        };
    }

    private static PastRegister.Licence licence(
            Member person, String number, List<String> classes, SplittableRandom random, Instant now) {
        int days = 40 + random.nextInt(5 * YEAR + 60);
        Instant since = before(now, days, random);
        boolean first = days < YEAR;
        return new PastRegister.Licence(
                person,
                number,
                classes,
                first ? Stage.PROVISIONAL : Stage.FULL,
                new Span(since, since.plus(DAY.multipliedBy(first ? YEAR : 5L * YEAR + 1))));
    }

    private static PastRegister.Barred barred(Member person, int n, Instant now) {
        List<Bar> kinds = List.of(Bar.SUSPENDED, Bar.SUSPENDED, Bar.DISQUALIFIED, Bar.MEDICAL);
        return new PastRegister.Barred(
                person,
                kinds.get(n % kinds.size()),
                "DEMO " + (n + 1),
                new Span(now.minus(DAY.multipliedBy(300)), now.plus(DAY.multipliedBy(60))));
    }

    private static Model model(List<String> classes, SplittableRandom random) {
        if (classes.contains("C")) {
            return TRUCK;
        }
        if (classes.contains("D")) {
            return BUS;
        }
        return classes.contains("A") ? MOTORCYCLE : CARS.get(random.nextInt(CARS.size()));
    }

    /** For so long that it was his at each ticket. One vehicle of forty is stolen, and one belongs to a bank until it is paid. */
    private static PastRegister.Kept kept(Member person, Model model, SplittableRandom random, Instant now) {
        Instant since = before(now, 400 + random.nextInt(4 * YEAR), random);
        int luck = random.nextInt(40);
        return new PastRegister.Kept(
                person,
                new Vehicle(
                        0,
                        String.format(Locale.ROOT, "DEM0%013d", random.nextLong(1_000_000_000_000L)),
                        model.kind(),
                        model.make(),
                        model.name(),
                        since.atZone(Country.ZONE).getYear() - random.nextInt(15),
                        COLOURS.get(random.nextInt(COLOURS.size()))),
                "",
                since,
                covers(since, random, now),
                luck == 0 ? Marker.STOLEN : luck == 1 ? Marker.LIEN : null,
                now.minus(DAY.multipliedBy(20)));
    }

    /** Of ten one has run out. */
    private static Map<Cover, Span> covers(Instant since, SplittableRandom random, Instant now) {
        Map<Cover, Span> covers = new EnumMap<>(Cover.class);
        for (Cover cover : Cover.values()) {
            Instant until = now.plus(DAY.multipliedBy(random.nextInt(-35, 320)));
            Instant from = until.minus(DAY.multipliedBy(YEAR));
            covers.put(cover, new Span(from.isAfter(since) ? from : since, until));
        }
        return covers;
    }

    private static Instant before(Instant now, int days, SplittableRandom random) {
        return now.minus(DAY.multipliedBy(days)).minusSeconds(random.nextInt(30_000));
    }
}
