package bz.ceiba.systems.policerecords;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A date of birth as far as it is known: wholly, year and month, year only, or not at all.
 *
 * @param month 1 to 12, or null; known only with the year
 * @param day 1 to 31, or null; known only with the month
 */
public record BirthDate(
        @Nullable Integer year,
        @Nullable Integer month,
        @Nullable Integer day) {
    static final BirthDate UNKNOWN = new BirthDate(null, null, null);

    /**
     * @throws IllegalArgumentException when a part is known without the larger one, or there is no such day
     */
    public BirthDate {
        if ((month != null && year == null) || (day != null && month == null)) {
            throw new IllegalArgumentException("a birth date is known from the year down");
        }
        if (month != null && (month < 1 || month > 12)) {
            throw new IllegalArgumentException("no such month");
        }
        if (year != null && month != null && day != null) {
            try {
                LocalDate.of(year, month, day);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("no such day", e);
            }
        }
    }

    static BirthDate of(LocalDate date) {
        return new BirthDate(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    /** Reads {@code 1987}, {@code 1987-03} or {@code 1987-03-09}; anything else is unknown. */
    static BirthDate parse(String text) {
        String[] parts = text.split("-", -1);
        try {
            return new BirthDate(
                    Integer.valueOf(parts[0]),
                    parts.length > 1 ? Integer.valueOf(parts[1]) : null,
                    parts.length > 2 ? Integer.valueOf(parts[2]) : null);
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** The day, when it is wholly known. */
    public Optional<LocalDate> date() {
        return year == null || month == null || day == null
                ? Optional.empty()
                : Optional.of(LocalDate.of(year, month, day));
    }

    /** The first day it can be, or nothing when not even the year is known. */
    Optional<LocalDate> earliest() {
        return year == null
                ? Optional.empty()
                : Optional.of(LocalDate.of(year, month == null ? 1 : month, day == null ? 1 : day));
    }

    /** {@code 1987-03-09}, {@code 1987-03}, {@code 1987} or nothing. */
    @Override
    public String toString() {
        if (year == null) {
            return "";
        }
        String text = Integer.toString(year);
        if (month != null) {
            text += String.format(Locale.ROOT, "-%02d", month);
        }
        return day == null ? text : text + String.format(Locale.ROOT, "-%02d", day);
    }
}
