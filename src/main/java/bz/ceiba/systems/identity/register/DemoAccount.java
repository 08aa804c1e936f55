package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor.Appointment;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The made-up people with whom one tries the demonstration; the first of the demo register, in this order. */
public enum DemoAccount {
    CITIZEN(
            "Marisol",
            "Elena",
            "Novelo",
            "F",
            LocalDate.of(1994, 5, 17),
            "orange-walk",
            "Orange Walk Town",
            null,
            null),
    CITIZEN_WITH_MATCH(
            "Delroy", "Anthony", "Gentle", "M", LocalDate.of(1987, 3, 9), "belize", "Belize City", null, null),
    OFFICER("Thelma", "Ruth", "Staine", "F", LocalDate.of(1981, 11, 2), "cayo", "Belmopan", "police", Role.OFFICER),
    SECOND_OFFICER(
            "Roy",
            "Felix",
            "Cayetano",
            "M",
            LocalDate.of(1979, 1, 23),
            "stann-creek",
            "Dangriga",
            "police",
            Role.OFFICER),
    SUPERVISOR(
            "Ixchel", "Maria", "Tzul", "F", LocalDate.of(1973, 8, 30), "cayo", "Belmopan", "police", Role.SUPERVISOR),
    REGISTRAR(
            "Clement",
            "Ravi",
            "Ramclam",
            "M",
            LocalDate.of(1969, 2, 14),
            "belize",
            "Belize City",
            "police",
            Role.REGISTRAR),
    CASHIER("Yolanda", "Ann", "Flowers", "F", LocalDate.of(1990, 12, 6), "cayo", "Belmopan", "treasury", Role.CASHIER),
    ASSISTANT(
            "Petrona",
            "Rosalia",
            "Choc",
            "F",
            LocalDate.of(1998, 6, 25),
            "toledo",
            "Punta Gorda",
            "egov",
            Role.ASSISTANT),
    AUDITOR(
            "Heinrich",
            "Jacob",
            "Reimer",
            "M",
            LocalDate.of(1976, 10, 11),
            "cayo",
            "Spanish Lookout",
            "egov",
            Role.AUDITOR),
    EGOV_SUPERVISOR(
            "Grace", "Mei", "Quan", "F", LocalDate.of(1984, 4, 4), "belize", "Belize City", "egov", Role.SUPERVISOR),
    TREASURY_OFFICER(
            "Sylvia", "Isabel", "Arzu", "F", LocalDate.of(1986, 9, 19), "cayo", "Belmopan", "treasury", Role.OFFICER),
    TREASURY_SUPERVISOR(
            "Vernon",
            "Harold",
            "Coleman",
            "M",
            LocalDate.of(1971, 7, 8),
            "cayo",
            "Belmopan",
            "treasury",
            Role.SUPERVISOR),
    /** The second police officer's sister, whose case he may not touch. */
    CITIZEN_WITH_BROTHER(
            "Myrtle", "Ann", "Cayetano", "F", LocalDate.of(1983, 7, 19), "stann-creek", "Dangriga", null, null),
    /** So that what one supervisor revokes another can confirm. */
    SECOND_SUPERVISOR(
            "Abner", "Luke", "Usher", "M", LocalDate.of(1971, 5, 8), "cayo", "San Ignacio", "police", Role.SUPERVISOR),
    /** Decides where the applicant is in the police, and has what the police were too late with. */
    MINISTRY_SUPERVISOR(
            "Dolores",
            "Inez",
            "Arana",
            "F",
            LocalDate.of(1968, 12, 1),
            "cayo",
            "Belmopan",
            "home-affairs",
            Role.SUPERVISOR),
    /** People in the districts pay in cash where they also get help. */
    CENTRE_CASHIER(
            "Olivia", "Noreen", "Bo", "F", LocalDate.of(1992, 2, 27), "toledo", "Punta Gorda", "egov", Role.CASHIER),
    /** Tells the register of deaths, and asks for one to be undone. */
    VITAL_REGISTRAR(
            "Beulah",
            "Estelle",
            "Gillett",
            "F",
            LocalDate.of(1985, 3, 28),
            "cayo",
            "Belmopan",
            "vital-statistics",
            Role.REGISTRAR),
    /** Agrees to that as the second officer. */
    VITAL_SUPERVISOR(
            "Emilio",
            "Ramón",
            "Sabido",
            "M",
            LocalDate.of(1970, 6, 9),
            "corozal",
            "Corozal Town",
            "vital-statistics",
            Role.SUPERVISOR),
    /** Finds out when somebody's identity was misused. */
    IDENTITY_OFFICER(
            "Leonie", "Faith", "Bennett", "F", LocalDate.of(1988, 1, 16), "cayo", "Belmopan", "egov", Role.OFFICER),
    /** Registers births. */
    VITAL_OFFICER(
            "Candelaria",
            "Rosa",
            "Ical",
            "F",
            LocalDate.of(1991, 2, 2),
            "toledo",
            "Punta Gorda",
            "vital-statistics",
            Role.OFFICER),
    /** A delayed registration needs two. */
    SECOND_VITAL_OFFICER(
            "Kenrick",
            "Everal",
            "Westby",
            "M",
            LocalDate.of(1982, 7, 21),
            "belize",
            "Belize City",
            "vital-statistics",
            Role.OFFICER),
    /** Tells the register of births what a hospital saw. */
    MIDWIFE(
            "Dativa",
            "Hazel",
            "Lambey",
            "F",
            LocalDate.of(1977, 5, 5),
            "stann-creek",
            "Dangriga",
            "health",
            Role.OFFICER),
    /** Decides what an investigation may keep from the person for a while. */
    JUDGE(
            "Winifred",
            "Alma",
            "Staine",
            "F",
            LocalDate.of(1962, 10, 30),
            "belize",
            "Belize City",
            "courts",
            Role.SUPERVISOR),
    /** Watches over how agencies use data. */
    COMMISSIONER(
            "Estella",
            "Joan",
            "Waight",
            "F",
            LocalDate.of(1966, 4, 12),
            "cayo",
            "Belmopan",
            "data-protection",
            Role.SUPERVISOR),
    /** Hears appeals there, and is the second officer for the list. */
    COMMISSIONER_OFFICER(
            "Santiago",
            "Luis",
            "Pott",
            "M",
            LocalDate.of(1989, 9, 3),
            "corozal",
            "Corozal Town",
            "data-protection",
            Role.OFFICER),
    /** Keeps the register of vehicles and drivers, opens theory tests and examines. */
    TRANSPORT_OFFICER(
            "Lennox", "Orlando", "Jex", "M", LocalDate.of(1984, 8, 14), "cayo", "Belmopan", "transport", Role.OFFICER),
    /** Checks vehicles and writes tickets at the roadside for the Ministry of Transport. */
    TRAFFIC_WARDEN(
            "Darius",
            "Godwin",
            "Zuniga",
            "M",
            LocalDate.of(1992, 4, 11),
            "stann-creek",
            "Dangriga",
            "wardens",
            Role.OFFICER),
    /** Decides at a port of entry. */
    IMMIGRATION_OFFICER(
            "Nayeli",
            "Flor",
            "Zetina",
            "F",
            LocalDate.of(1993, 6, 3),
            "belize",
            "Ladyville",
            "immigration",
            Role.OFFICER),
    /** Sees the other part of the same declarations. */
    CUSTOMS_OFFICER(
            "Everal", "Roy", "Swift", "M", LocalDate.of(1980, 12, 19), "belize", "Ladyville", "customs", Role.OFFICER),
    /** Tries rules of risk, puts them live with a second one, and recalls them. */
    IMMIGRATION_SUPERVISOR(
            "Basilia",
            "Regina",
            "Cawich",
            "F",
            LocalDate.of(1974, 1, 8),
            "cayo",
            "Benque Viejo",
            "immigration",
            Role.SUPERVISOR);

    private final String given;
    private final String middle;
    private final String family;
    private final String sex;
    private final LocalDate born;
    private final String district;
    private final String town;
    private final @Nullable String agency;
    private final @Nullable Role role;

    DemoAccount(
            String given,
            String middle,
            String family,
            String sex,
            LocalDate born,
            String district,
            String town,
            @Nullable String agency,
            @Nullable Role role) {
        this.given = given;
        this.middle = middle;
        this.family = family;
        this.sex = sex;
        this.born = born;
        this.district = district;
        this.town = town;
        this.agency = agency;
        this.role = role;
    }

    /** The message that says what one can try with this account. */
    public String messageKey() {
        return "identity.demo." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String fullName() {
        return given + " " + middle + " " + family;
    }

    /** What he is and where; nothing for a citizen. */
    Optional<Appointment> appointment() {
        return agency == null || role == null ? Optional.empty() : Optional.of(new Appointment(agency, role));
    }

    /** The account as a person of the register, who lives in this house. */
    Person person(PersonNumber number, UUID id, int house) {
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
                house + " Ceiba Street",
                // Numbers that no operator gives out: the demonstration's SMS centre takes them.
                "+50160000" + house,
                given.toLowerCase(Locale.ROOT) + "." + family.toLowerCase(Locale.ROOT) + "@mail.example",
                Household.VERIFIED_AT,
                this == CITIZEN ? "es" : "en",
                Person.Status.ACTIVE);
    }
}
