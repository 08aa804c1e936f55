package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Puts people into a register, past any server. */
public final class PeopleLoad {
    private static final int AT_ONCE = 20_000;
    private static final int FIRST_PHONE = 6_000_000;

    private PeopleLoad() {}

    /** Somebody who can sign in. */
    public record Somebody(String number, String phone) {}

    /**
     * Registers people, each with a phone of his own.
     *
     * @param database its JDBC address as the owner
     */
    public static List<Somebody> people(String database, int count) {
        DriverManagerDataSource source = new DriverManagerDataSource(database);
        People people = new People(JdbcClient.create(source), new JdbcTemplate(source));
        Numbers numbers = new Numbers(new Random(26));
        List<Somebody> all = new ArrayList<>(count);
        List<Person> some = new ArrayList<>(AT_ONCE);
        while (all.size() < count) {
            Person person = person(numbers.next(), all.size());
            some.add(person);
            all.add(new Somebody(person.number().digits(), String.valueOf(person.phone())));
            if (some.size() == AT_ONCE || all.size() == count) {
                people.add(some);
                some.clear();
            }
        }
        return all;
    }

    private static Person person(PersonNumber number, int index) {
        return new Person(
                UUID.randomUUID(),
                number,
                "Demo",
                null,
                family(index),
                null,
                List.of(),
                index % 2 == 0 ? "F" : "M",
                LocalDate.of(1990, 1, 31),
                "Belize City",
                "belize",
                "Belize City",
                index + " Test Street",
                String.format(Locale.ROOT, "+501%d", FIRST_PHONE + index),
                null,
                null,
                "en",
                Person.Status.ACTIVE);
    }

    /** Another for each, and such as people have: without digits. */
    private static String family(int index) {
        StringBuilder name = new StringBuilder("P");
        for (int left = index; left > 0; left /= 26) {
            name.append((char) ('a' + left % 26));
        }
        return name.toString();
    }
}
