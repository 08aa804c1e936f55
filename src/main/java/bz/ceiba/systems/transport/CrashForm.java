package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a crash from what an officer filled in, and says what is wrong: fields with the last words of message keys. */
final class CrashForm {
    static final int MOST_VEHICLES = 10;
    static final int MOST_PERSONS = 60;
    private static final int LONGEST_PLACE = 200;
    private static final String BICYCLE = "BICYCLE";

    private final Map<String, String> posted;
    private final Country country;
    private final Roads roads;
    private final Map<String, String> wrong = new LinkedHashMap<>();

    CrashForm(Map<String, String> posted, Country country, Roads roads) {
        this.posted = posted;
        this.country = country;
        this.roads = roads;
    }

    /** What a vehicle in a crash may be. */
    static List<String> kinds() {
        return Stream.concat(Arrays.stream(VehicleKind.values()).map(Enum::name), Stream.of(BICYCLE, Roads.OTHER))
                .toList();
    }

    /** How many rows the form has: those asked for, within bounds. */
    static int rows(String asked, int least, int most) {
        try {
            return Math.clamp(Integer.parseInt(asked), least, most);
        } catch (NumberFormatException e) {
            return least;
        }
    }

    Map<String, String> wrong() {
        return wrong;
    }

    private String said(String field) {
        return posted.getOrDefault(field, "").strip();
    }

    /** The crash; empty when something is wrong. */
    Optional<Crash.Facts> read(Instant now) {
        Instant at = Instants.parse(said("at")).filter(one -> !one.isAfter(now)).orElse(null);
        if (at == null) {
            wrong.put("at", "at");
        }
        String district = said("district");
        if (country.district(district).isEmpty()) {
            wrong.put("district", "choose");
        }
        String road = said("road");
        if (roads.road(road).isEmpty() && !road.equals(Roads.OTHER)) {
            wrong.put("road", "choose");
        }
        Double mile = mile(road);
        String place = said("place");
        if (place.length() > LONGEST_PLACE) {
            wrong.put("place", "place");
        }
        Double latitude = degrees("latitude", 15.8, 18.6);
        Double longitude = degrees("longitude", -89.4, -87.4);
        if ((latitude == null) != (longitude == null)
                && !wrong.containsKey("latitude")
                && !wrong.containsKey("longitude")) {
            wrong.put(latitude == null ? "latitude" : "longitude", "point");
        }
        if (mile == null && latitude == null && place.isEmpty() && wrong.isEmpty()) {
            wrong.put("place", "where");
        }
        Crash.Collision collision = choice("collision", Crash.Collision.class);
        Crash.Light light = choice("light", Crash.Light.class);
        Crash.Weather weather = choice("weather", Crash.Weather.class);
        Crash.Surface surface = choice("surface", Crash.Surface.class);
        List<Crash.Factor> factors = Arrays.stream(Crash.Factor.values())
                .filter(one -> said("factor-" + one).equals("true"))
                .toList();
        List<Crash.Involved> vehicles = vehicles();
        List<Crash.Person> persons = persons(vehicles);
        if (!wrong.isEmpty()
                || at == null
                || collision == null
                || light == null
                || weather == null
                || surface == null) {
            return Optional.empty();
        }
        return Optional.of(new Crash.Facts(
                at, district, road, mile, place, latitude, longitude, collision, light, weather, surface, factors,
                vehicles, persons));
    }

    private @Nullable Double mile(String road) {
        String typed = said("mile");
        if (typed.isEmpty()) {
            return null;
        }
        Optional<Double> mile = Roads.miles(typed);
        boolean fits = mile.isPresent()
                && roads.road(road).map(one -> one.has(mile.get())).orElse(wrong.containsKey("road"));
        if (!fits) {
            wrong.put("mile", "mile");
        }
        return mile.orElse(null);
    }

    private @Nullable Double degrees(String field, double least, double most) {
        String typed = said(field).replace(',', '.');
        if (typed.isEmpty()) {
            return null;
        }
        try {
            double value = Double.parseDouble(typed);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as one that is not in the country.
        }
        wrong.put(field, "point");
        return null;
    }

    private <E extends Enum<E>> @Nullable E choice(String field, Class<E> of) {
        E chosen = Arrays.stream(of.getEnumConstants())
                .filter(one -> one.name().equals(said(field)))
                .findFirst()
                .orElse(null);
        if (chosen == null) {
            wrong.put(field, "choose");
        }
        return chosen;
    }

    /** Rows without a kind were left empty. */
    private List<Crash.Involved> vehicles() {
        List<Crash.Involved> found = new ArrayList<>();
        for (int n = 1; n <= MOST_VEHICLES; n++) {
            String kind = said("v" + n + "-kind");
            String plate = said("v" + n + "-plate");
            if (kind.isEmpty() && plate.isEmpty()) {
                continue;
            }
            if (!kinds().contains(kind)) {
                wrong.put("v" + n + "-kind", "choose");
            }
            Optional<String> read = Plates.parse(plate);
            if (!plate.isEmpty() && read.isEmpty()) {
                wrong.put("v" + n + "-plate", "plate");
            }
            found.add(new Crash.Involved(n, kind, read.orElse(null), null));
        }
        if (found.isEmpty()) {
            wrong.put("v1-kind", "vehicle");
        }
        return found;
    }

    private List<Crash.Person> persons(List<Crash.Involved> vehicles) {
        boolean hurt = IntStream.rangeClosed(1, MOST_PERSONS)
                .mapToObj(n -> said("p" + n + "-injury"))
                .anyMatch(injury -> !injury.isEmpty() && !injury.equals(Injury.NONE.name()));
        List<Crash.Person> found = new ArrayList<>();
        for (int n = 1; n <= MOST_PERSONS; n++) {
            String field = "p" + n + "-";
            if (!said(field + "role").isEmpty()
                    || !said(field + "injury").isEmpty()
                    || !said(field + "driver").isEmpty()) {
                person(n, field, vehicles, hurt).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Crash.Person> person(int n, String field, List<Crash.Involved> vehicles, boolean hurt) {
        Crash.Role role = choice(field + "role", Crash.Role.class);
        Crash.AgeBand age = choice(field + "age", Crash.AgeBand.class);
        Injury injury = choice(field + "injury", Injury.class);
        Integer vehicle = vehicles.stream()
                .map(Crash.Involved::n)
                .filter(one -> said(field + "vehicle").equals(Integer.toString(one)))
                .findFirst()
                .orElse(null);
        if (role != null && (vehicle == null) != (role == Crash.Role.PEDESTRIAN)) {
            wrong.put(field + "vehicle", "person-vehicle");
        }
        String typed = said(field + "driver");
        PersonNumber driver = PersonNumber.parse(typed).orElse(null);
        if (!typed.isEmpty() && driver == null) {
            wrong.put(field + "driver", "number");
        } else if (driver != null && (role != Crash.Role.DRIVER || !hurt)) {
            wrong.put(field + "driver", "no-driver");
        }
        return role == null || age == null || injury == null
                ? Optional.empty()
                : Optional.of(new Crash.Person(n, vehicle, role, age, injury, driver));
    }
}
