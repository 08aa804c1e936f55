package bz.ceiba.platform.kernel;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The facts of the country that Ceiba serves, read once from the country pack: {@code belize/*.yaml}. A fact with
 * {@code demo: true} has not been confirmed by the agency that owns it.
 */
public final class Country {
    /** One ministry, department or statutory body; the organogram is the tree of parents. */
    public record Agency(
            String id, LocalizedText name, @Nullable String parent, String kind, boolean demo) {}

    /** A district with its towns and villages. */
    public record District(String id, LocalizedText name, List<Town> towns) {}

    public record Town(String id, String name, boolean capital) {}

    /** A public holiday on the day it is observed. */
    public record Holiday(LocalDate date, LocalizedText name, boolean demo) {}

    public record PortOfEntry(String id, LocalizedText name, String mode, String district, boolean demo) {}

    /**
     * One row of the fee schedule.
     *
     * @param id the name by which service definitions refer to it, such as {@code police-record}
     * @param cents the fee in cents
     * @param head the revenue head of the Treasury to which it goes
     * @param instalments how it may be paid in parts, or null
     */
    public record Fee(
            String id,
            LocalizedText name,
            long cents,
            String head,
            String agency,
            LocalDate from,
            @Nullable LocalDate to,
            boolean demo,
            @Nullable Instalments instalments) {}

    /**
     * How a fee may be paid in parts.
     *
     * @param parts into how many, 2 to 60
     * @param days between one part's last day and the next one's
     */
    public record Instalments(int parts, int days) {
        public Instalments {
            if (parts < 2 || parts > 60 || days < 1 || days > 366) {
                throw new IllegalArgumentException(
                        "instalments are 2 to 60 parts, 1 to 366 days apart, not " + parts + " and " + days);
            }
        }
    }

    /**
     * When offices are open: on working days between two times, with some minutes before and after that nobody finds odd.
     *
     * @param graceMinutes before opening and after closing
     * @param aroundTheClock agencies that work in shifts
     */
    private record OfficeHours(
            LocalTime opens, LocalTime closes, int graceMinutes, List<String> aroundTheClock, boolean demo) {}

    private record Organogram(List<Agency> agencies) {}

    private record Districts(List<District> districts) {}

    private record Holidays(List<Holiday> holidays) {}

    private record Ports(List<PortOfEntry> ports) {}

    private record Fees(List<Fee> fees) {}

    /** Belize keeps UTC−6 all year. */
    public static final ZoneId ZONE = ZoneId.of("America/Belize");

    /** Which day it is in Belize. */
    public static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZONE);
    }

    private final Map<String, Agency> agencies;
    private final List<District> districts;
    private final List<Holiday> holidays;
    private final List<PortOfEntry> ports;
    private final List<Fee> fees;
    private final WorkingDays workingDays;
    private final OfficeHours officeHours;

    private Country(
            List<Agency> agencies,
            List<District> districts,
            List<Holiday> holidays,
            List<PortOfEntry> ports,
            List<Fee> fees,
            OfficeHours officeHours) {
        this.agencies = agencies.stream().collect(Collectors.toMap(Agency::id, Function.identity()));
        this.districts = List.copyOf(districts);
        this.holidays = List.copyOf(holidays);
        this.ports = List.copyOf(ports);
        this.fees = List.copyOf(fees);
        this.officeHours = officeHours;
        if (officeHours.opens().minusMinutes(officeHours.graceMinutes()).getMinute() != 0
                || officeHours.closes().plusMinutes(officeHours.graceMinutes()).getMinute() != 0) {
            throw new IllegalStateException(
                    "the country pack's /belize/office-hours.yaml: with their grace they begin and end at whole hours");
        }
        this.workingDays =
                new WorkingDays(ZONE, holidays.stream().map(Holiday::date).collect(Collectors.toSet()));
    }

    /**
     * Reads the pack from the class path.
     *
     * @throws IllegalStateException naming the file when one is missing or wrong
     */
    public static Country load() {
        return new Country(
                CountryPack.read("organogram", Organogram.class).agencies(),
                CountryPack.read("districts", Districts.class).districts(),
                CountryPack.read("holidays", Holidays.class).holidays(),
                CountryPack.read("ports", Ports.class).ports(),
                CountryPack.read("fees", Fees.class).fees(),
                CountryPack.read("office-hours", OfficeHours.class));
    }

    /**
     * @throws IllegalArgumentException when there is no such agency
     */
    public Agency agency(String id) {
        Agency agency = agencies.get(id);
        if (agency == null) {
            throw new IllegalArgumentException("no agency '" + id + "' in the organogram");
        }
        return agency;
    }

    /** What an agency is called; of one that is no more in the organogram only the identifier is known. */
    public LocalizedText nameOf(String agency) {
        return agencies.containsKey(agency) ? agency(agency).name() : LocalizedText.of(agency, agency);
    }

    /** The agencies above one in the organogram, the nearest first. */
    public List<String> above(String id) {
        List<String> above = new java.util.ArrayList<>();
        String parent = agency(id).parent();
        while (parent != null && above.size() < agencies.size()) {
            above.add(parent);
            parent = agency(parent).parent();
        }
        return above;
    }

    public List<Agency> agencies() {
        return List.copyOf(agencies.values());
    }

    public List<District> districts() {
        return districts;
    }

    public Optional<District> district(String id) {
        return districts.stream().filter(d -> d.id().equals(id)).findFirst();
    }

    public List<Holiday> holidays() {
        return holidays;
    }

    public List<PortOfEntry> portsOfEntry() {
        return ports;
    }

    /** The fee in force on a day. */
    public Optional<Fee> fee(String id, LocalDate on) {
        return fees.stream()
                .filter(f -> f.id().equals(id))
                .filter(f -> !on.isBefore(f.from()))
                .filter(f -> f.to() == null || !on.isAfter(f.to()))
                .findFirst();
    }

    public List<Fee> fees() {
        return fees;
    }

    /** Whether somebody of an agency is ordinarily at work then. */
    public boolean isOpen(String agency, Instant at) {
        if (officeHours.aroundTheClock().contains(agency)) {
            return true;
        }
        LocalDateTime there = LocalDateTime.ofInstant(at, ZONE);
        LocalTime time = there.toLocalTime();
        return workingDays.isWorkingDay(there.toLocalDate())
                && !time.isBefore(officeHours.opens().minusMinutes(officeHours.graceMinutes()))
                && time.isBefore(officeHours.closes().plusMinutes(officeHours.graceMinutes()));
    }

    public LocalTime opens() {
        return officeHours.opens();
    }

    public LocalTime closes() {
        return officeHours.closes();
    }

    public WorkingDays workingDays() {
        return workingDays;
    }
}
