package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.Country;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Instants as officers type them. */
final class Instants {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private Instants() {}

    /** As {@code 2026-11-30 14:05}, in Belize's time; empty when it is none. */
    static Optional<Instant> parse(String typed) {
        try {
            return Optional.of(LocalDateTime.parse(typed.strip().replace('T', ' '), FORM)
                    .atZone(Country.ZONE)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The same, as officers type it. */
    static String text(Instant at) {
        return FORM.format(LocalDateTime.ofInstant(at, Country.ZONE));
    }
}
