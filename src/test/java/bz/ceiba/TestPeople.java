package bz.ceiba;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Appointments;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.access.TestVisits;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Verhoeff;
import bz.ceiba.systems.identity.register.TestRegister;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * People of a test's own: each call registers a new one. Inject it into a {@link CeibaTest}, and sign them in with
 * {@link #session}:
 *
 * <pre>{@code
 * TestSession ana = people.session(people.citizen());
 * ana.post("/cases/start", Map.of("service", "police-record"));
 * }</pre>
 */
@Component
public class TestPeople {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String[] GIVEN = {"Ana", "Ixchel", "Delroy", "Marva", "Teodoro", "Sasha", "Abelardo", "Twila"};
    private static final String[] FAMILY = {"Tillett", "Choc", "Cal", "Arana", "Usher", "Novelo", "Dueck", "Gongora"};

    private final TestVisits visits;
    private final Appointments appointments;
    private final TestRegister register;
    private final String baseUrl;

    TestPeople(
            TestVisits visits,
            Appointments appointments,
            TestRegister register,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.visits = visits;
        this.appointments = appointments;
        this.register = register;
        this.baseUrl = baseUrl;
    }

    /** A citizen who signed in with a one-time code. */
    public Actor citizen() {
        return citizen(name());
    }

    public Actor citizen(String name) {
        return citizen(name, LocalDate.of(1990, 1, 31));
    }

    /** A citizen whose name and birthday a test cares about. */
    public Actor citizen(String name, LocalDate born) {
        String number = number();
        register.add(number, name, born);
        return new Actor(number, name, Assurance.LOW, List.of(), null);
    }

    public Actor officer(String agency) {
        return staff(agency, Role.OFFICER);
    }

    public Actor supervisor(String agency) {
        return staff(agency, Role.SUPERVISOR);
    }

    public Actor registrar(String agency) {
        return staff(agency, Role.REGISTRAR);
    }

    public Actor cashier(String agency) {
        return staff(agency, Role.CASHIER);
    }

    public Actor assistant(String agency) {
        return staff(agency, Role.ASSISTANT);
    }

    public Actor auditor(String agency) {
        return staff(agency, Role.AUDITOR);
    }

    /** Somebody who holds the roles in the agency and signed in with password and code. */
    public Actor staff(String agency, Role... roles) {
        String number = number();
        String name = name();
        register.add(number, name, LocalDate.of(1980, 6, 15));
        register.enrolStaff(number);
        for (Role role : roles) {
            appointments.appoint(new PersonNumber(number), agency, role);
        }
        return new Actor(
                number,
                name,
                Assurance.SUBSTANTIAL,
                List.of(roles).stream()
                        .map(role -> new Actor.Appointment(agency, role))
                        .toList(),
                null);
    }

    /** The database of the register of people, which may be another node's. */
    public JdbcClient register() {
        return register.database();
    }

    /** The phone in the register, in E.164 form; {@code TestPhones} shows what arrives on it. */
    public String phone(Actor actor) {
        return register.phone(actor.number());
    }

    /** Enters two of them in the register as brother and sister. */
    public void siblings(Actor one, Actor other) {
        register.siblings(one.number(), other.number());
    }

    /** Gives a member of staff a password, for tests that sign in through the pages. */
    public void password(Actor actor, String password) {
        register.password(actor.number(), password);
    }

    /** The same at another process on the same database. */
    public TestSession session(Actor actor, ServerProcess server) {
        return new TestSession(server.baseUrl(), visits.open(actor));
    }

    /** A browser in which this actor is signed in. */
    public TestSession session(Actor actor) {
        return new TestSession(baseUrl, visits.open(actor));
    }

    /** A browser in which nobody is signed in. */
    public TestSession anonymous() {
        return new TestSession(baseUrl);
    }

    private static String name() {
        return GIVEN[RANDOM.nextInt(GIVEN.length)] + " " + FAMILY[RANDOM.nextInt(FAMILY.length)];
    }

    /** A valid identity number that nobody has. */
    public static String number() {
        StringBuilder digits = new StringBuilder().append(1 + RANDOM.nextInt(9));
        for (int i = 0; i < 10; i++) {
            digits.append(RANDOM.nextInt(10));
        }
        return digits.append(Verhoeff.checkDigit(digits.toString())).toString();
    }
}
