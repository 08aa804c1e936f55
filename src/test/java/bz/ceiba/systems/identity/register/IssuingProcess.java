package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A process of its own that gives out identity numbers and virtual ones, until its input ends or it is killed. */
final class IssuingProcess {
    private static final int BLOCK = 10_000;
    private static final int VIRTUAL = 20;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Clock CLOCK = Clock.systemUTC();

    private IssuingProcess() {}

    /**
     * @param words the database, and the file in which it notes the numbers whose transaction has committed
     */
    public static void main(String[] words) throws IOException {
        SingleConnectionDataSource database = new SingleConnectionDataSource(words[0], true);
        JdbcTemplate template = new JdbcTemplate(database);
        JdbcClient db = JdbcClient.create(template);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        Enrolment enrolment = new Enrolment(new People(db, template), transaction);
        VirtualNumbers virtual = new VirtualNumbers(db);
        Path file = Path.of(words[1]);
        while (System.in.available() == 0) {
            List<Person> people = enrolment.block(BLOCK, IssuingProcess::person);
            List<String> given = new ArrayList<>(
                    people.stream().map(one -> one.number().digits()).toList());
            transaction.executeWithoutResult(
                    status -> people.stream().limit(VIRTUAL).forEach(one -> {
                        VirtualNumber number = VirtualNumber.draw(RANDOM);
                        if (virtual.add(number, one.number(), Instant.EPOCH, null)) {
                            given.add(number.digits());
                        }
                    }));
            Files.write(file, given, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        database.destroy();
    }

    private static Person person(PersonNumber number) {
        return new Person(
                Ids.next(CLOCK),
                number,
                "Ana",
                null,
                "Choc",
                null,
                List.of(),
                "F",
                LocalDate.EPOCH,
                "Dangriga",
                "stann-creek",
                "Dangriga",
                "1 Ceiba Street",
                null,
                null,
                null,
                "en",
                Person.Status.ACTIVE);
    }

    static Process start(String url, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        IssuingProcess.class.getName(),
                        url,
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling(file.getFileName() + ".log").toFile())
                .start();
    }
}
