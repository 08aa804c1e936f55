package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Actor.Appointment;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The made-up people with whom one tries the demonstration; the first of the demo register, in this order. */
enum DemoAccount {
    CITIZEN("Marisol", "Elena", "Novelo", "F", LocalDate.of(1994, 5, 17), "orange-walk", "Orange Walk Town"),
    CITIZEN_WITH_MATCH("Delroy", "Anthony", "Gentle", "M", LocalDate.of(1987, 3, 9), "belize", "Belize City"),
    OFFICER(
            "Thelma",
            "Ruth",
            "Staine",
            "F",
            LocalDate.of(1981, 11, 2),
            "cayo",
            "Belmopan",
            new Appointment("police", Role.OFFICER)),
    SECOND_OFFICER(
            "Roy",
            "Felix",
            "Cayetano",
            "M",
            LocalDate.of(1979, 1, 23),
            "stann-creek",
            "Dangriga",
            new Appointment("police", Role.OFFICER)),
    SUPERVISOR(
            "Ixchel",
            "Maria",
            "Tzul",
            "F",
            LocalDate.of(1973, 8, 30),
            "cayo",
            "Belmopan",
            new Appointment("police", Role.SUPERVISOR)),
    REGISTRAR(
            "Clement",
            "Ravi",
            "Ramclam",
            "M",
            LocalDate.of(1969, 2, 14),
            "belize",
            "Belize City",
            new Appointment("police", Role.REGISTRAR)),
    CASHIER(
            "Yolanda",
            "Ann",
            "Flowers",
            "F",
            LocalDate.of(1990, 12, 6),
            "cayo",
            "Belmopan",
            new Appointment("treasury", Role.CASHIER)),
    ASSISTANT(
            "Petrona",
            "Rosalia",
            "Choc",
            "F",
            LocalDate.of(1998, 6, 25),
            "toledo",
            "Punta Gorda",
            new Appointment("egov", Role.ASSISTANT)),
    AUDITOR(
            "Heinrich",
            "Jacob",
            "Reimer",
            "M",
            LocalDate.of(1976, 10, 11),
            "cayo",
            "Spanish Lookout",
            new Appointment("egov", Role.AUDITOR)),
    EGOV_SUPERVISOR(
            "Grace",
            "Mei",
            "Quan",
            "F",
            LocalDate.of(1984, 4, 4),
            "belize",
            "Belize City",
            new Appointment("egov", Role.SUPERVISOR));

    private final String given;
    private final String middle;
    private final String family;
    private final String sex;
    private final LocalDate born;
    private final String district;
    private final String town;
    private final List<Appointment> appointments;

    DemoAccount(
            String given,
            String middle,
            String family,
            String sex,
            LocalDate born,
            String district,
            String town,
            Appointment... appointments) {
        this.given = given;
        this.middle = middle;
        this.family = family;
        this.sex = sex;
        this.born = born;
        this.district = district;
        this.town = town;
        this.appointments = List.of(appointments);
    }

    /** The message that says what one can try with this account. */
    String messageKey() {
        return "identity.demo." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String fullName() {
        return given + " " + middle + " " + family;
    }

    List<Appointment> appointments() {
        return appointments;
    }

    Person person(PersonNumber number, UUID id) {
        return new Person(
                id,
                number,
                given,
                middle,
                family,
                null,
                List.of(),
                sex,
                born,
                town,
                district,
                town,
                (10 + ordinal()) + " Ceiba Street",
                // Numbers that no operator gives out: the demonstration's SMS centre takes them.
                "+50160000" + (10 + ordinal()),
                given.toLowerCase(Locale.ROOT) + "." + family.toLowerCase(Locale.ROOT) + "@mail.example",
                this == CITIZEN ? "es" : "en",
                Person.Status.ACTIVE);
    }
}
