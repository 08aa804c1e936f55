package bz.ceiba.platform.kernel;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/** The country's calendar of working days: Monday to Friday without public holidays, in its own time zone. */
public final class WorkingDays {
    private static final int LONGEST_DEADLINE = 2_000;

    private final ZoneId zone;
    private final Set<LocalDate> holidays;

    public WorkingDays(ZoneId zone, Set<LocalDate> holidays) {
        this.zone = zone;
        this.holidays = Set.copyOf(holidays);
    }

    public ZoneId zone() {
        return zone;
    }

    public boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !holidays.contains(day);
    }

    /**
     * The day on which the given number of working days after {@code start} ends; the starting day does not count. With
     * 0 it is {@code start}, or the next working day if that is none.
     *
     * @param days 0 to 2,000
     * @throws IllegalArgumentException outside that range
     */
    public LocalDate after(LocalDate start, int days) {
        if (days < 0 || days > LONGEST_DEADLINE) {
            throw new IllegalArgumentException("working days must be 0 to " + LONGEST_DEADLINE + ", not " + days);
        }
        LocalDate day = start;
        int left = days;
        while (left > 0) {
            day = day.plusDays(1);
            if (isWorkingDay(day)) {
                left--;
            }
        }
        while (!isWorkingDay(day)) {
            day = day.plusDays(1);
        }
        return day;
    }

    /** How many working days lie after {@code from} up to and including {@code to}; negative when {@code to} is earlier. */
    public int between(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return -between(to, from);
        }
        int count = 0;
        for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
            if (isWorkingDay(day)) {
                count++;
            }
        }
        return count;
    }
}
