package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The country's series of plates ({@code belize/plates.yaml}) and the numbers of licences. */
@Component
class Plates {
    private static final String FILE = "/belize/plates.yaml";
    private static final Pattern SEPARATORS = Pattern.compile("[ -]+");
    private static final Pattern PLATE = Pattern.compile("([A-Z]{1,4})-?([A-Z0-9]{1,7})");

    private static final String LICENCE = "DL";
    private static final int FIRST_LICENCE = 100_001;

    record Series(String letters, int first) {}

    record Rules(boolean demo, Map<VehicleKind, Series> series) {
        Rules {
            series = Map.copyOf(series);
            for (VehicleKind kind : VehicleKind.values()) {
                if (!series.containsKey(kind)) {
                    throw new IllegalStateException(FILE + " has no series for " + kind);
                }
            }
        }
    }

    private final JdbcClient db;
    private final Rules rules;

    Plates(JdbcClient db) {
        this.db = db;
        this.rules = load();
    }

    private static Rules load() {
        return CountryPack.read("plates", Rules.class);
    }

    /** A plate as it is written in the register, such as {@code C-12345}, from whatever somebody typed; empty when it is none. */
    static Optional<String> parse(String typed) {
        String plain =
                SEPARATORS.matcher(typed.strip().toUpperCase(Locale.ROOT)).replaceAll("-");
        return Optional.of(PLATE.matcher(plain))
                .filter(java.util.regex.Matcher::matches)
                .map(found -> found.group(1) + "-" + found.group(2));
    }

    /** A chassis number as it is written in the register: capitals and digits. */
    static String chassis(String typed) {
        return SEPARATORS.matcher(typed.strip().toUpperCase(Locale.ROOT)).replaceAll("");
    }

    /** The next plate for a vehicle of a kind; no two transactions get the same. */
    String next(VehicleKind kind) {
        Series series = rules.series().get(kind);
        if (series == null) {
            throw new IllegalStateException(FILE + " has no series for " + kind);
        }
        while (true) {
            String plate = next(series.letters(), series.first());
            // One that a vehicle had before the register counted itself is passed over.
            if (!db.sql("select exists (select from transport.plate_use where plate = ?)")
                    .param(plate)
                    .query(Boolean.class)
                    .single()) {
                return plate;
            }
        }
    }

    /** The next licence number; no two transactions get the same. */
    String nextLicence() {
        return next(LICENCE, FIRST_LICENCE);
    }

    /** As many plates for vehicles of a kind, of which a register that is still empty has none. */
    List<String> first(VehicleKind kind, int many) {
        Series series = Objects.requireNonNull(rules.series().get(kind));
        return next(series.letters(), series.first(), many);
    }

    List<String> nextLicences(int many) {
        return next(LICENCE, FIRST_LICENCE, many);
    }

    private String next(String letters, int first) {
        return next(letters, first, 1).getFirst();
    }

    private List<String> next(String letters, int first, int many) {
        int last = db.sql("""
                insert into transport.series (letters, last) values (:letters, :first + :many - 1)
                on conflict (letters) do update set last = series.last + :many returning last
                """)
                .param("letters", letters)
                .param("first", first)
                .param("many", many)
                .query(Integer.class)
                .single();
        return IntStream.rangeClosed(last - many + 1, last)
                .mapToObj(number -> letters + "-" + number)
                .toList();
    }
}
