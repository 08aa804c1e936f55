package bz.ceiba.systems.border;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A day of which parts may be unknown, as a machine-readable zone has it (ICAO Doc 9303-3, 4.8).
 *
 * @param year with its century, or null
 * @param month 1 to 12, or null
 * @param day or null
 */
public record PartialDate(
        @Nullable Integer year,
        @Nullable Integer month,
        @Nullable Integer day) {
    private static final String UNKNOWN = "<<";

    /** A day of which all is known. */
    public static PartialDate of(LocalDate day) {
        return new PartialDate(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }

    /**
     * Reads {@code YYMMDD}.
     *
     * @param latest the last year in which it can lie; it lies in the hundred years that end with that
     */
    static Optional<PartialDate> read(String six, int latest) {
        Integer year = part(six.substring(0, 2));
        Integer month = part(six.substring(2, 4));
        Integer day = part(six.substring(4, 6));
        if (isWrong(six) || (month != null && (month < 1 || month > 12))) {
            return Optional.empty();
        }
        Integer whole = year == null ? null : latest - Math.floorMod(latest - year, 100);
        if (day != null && (day < 1 || day > longest(whole, month))) {
            return Optional.empty();
        }
        return Optional.of(new PartialDate(whole, month, day));
    }

    /** The same two digits a hundred years before if it lies, as far as it is known, behind a day. */
    PartialDate notAfter(LocalDate today) {
        if (year == null || month == null) {
            return this;
        }
        boolean later = day == null
                ? YearMonth.of(year, month).isAfter(YearMonth.from(today))
                : whole().filter(one -> one.isAfter(today)).isPresent();
        return later ? new PartialDate(year - 100, month, day) : this;
    }

    private static boolean isWrong(String six) {
        for (int i = 0; i < six.length(); i += 2) {
            String two = six.substring(i, i + 2);
            if (!two.equals(UNKNOWN) && !two.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Integer part(String two) {
        return two.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.valueOf(two) : null;
    }

    private static int longest(@Nullable Integer year, @Nullable Integer month) {
        if (month == null) {
            return 31;
        }
        // Without the year it may have been a leap year.
        return YearMonth.of(year == null ? 2000 : year, month).lengthOfMonth();
    }

    /** The day, if all of it is known. */
    public Optional<LocalDate> whole() {
        try {
            return year == null || month == null || day == null
                    ? Optional.empty()
                    : Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As {@code 1969-08-06}, with dashes for what is unknown. */
    @Override
    public String toString() {
        return (year == null ? "----" : String.format(java.util.Locale.ROOT, "%04d", year)) + "-" + two(month) + "-"
                + two(day);
    }

    private static String two(@Nullable Integer part) {
        return part == null ? "--" : String.format(java.util.Locale.ROOT, "%02d", part);
    }
}
