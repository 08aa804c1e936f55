package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** A batch of tickets that a process takes from a phone, and in the middle of which it stands still, to be killed there. */
public final class HalfBroughtTickets implements AutoCloseable {
    private static final int TICKETS = 20;
    private static final int TAKEN = 9;

    private final TestPhone phone;
    private final List<TestPhone.Written> batch;
    private final JdbcClient db;
    private final Connection lock;
    private final CompletableFuture<JsonNode> bringing;

    /**
     * Brings it until it stands still.
     *
     * @param officer a session of a police officer at the process
     * @param owner the database
     */
    public HalfBroughtTickets(TestPeople people, TestSession officer, String owner, Clock clock) throws SQLException {
        Actor driver = people.citizen();
        phone = new TestPhone(officer, clock);
        batch = IntStream.range(0, TICKETS)
                .mapToObj(i -> phone.write("BELT", clock.instant().minusSeconds(900), driver.number(), driver.name()))
                .toList();
        DriverManagerDataSource database = new DriverManagerDataSource(owner);
        db = JdbcClient.create(database);
        lock = database.getConnection();
        lock.setAutoCommit(false);
        try (PreparedStatement hold =
                lock.prepareStatement("select 1 from transport.lent_number where number = ? for update")) {
            hold.setString(1, batch.get(TAKEN).number());
            hold.execute();
        }
        bringing = CompletableFuture.supplyAsync(() -> phone.bring(batch));
        await().atMost(Duration.ofSeconds(60)).until(() -> kept().size() == TAKEN);
    }

    private List<String> kept() {
        return db.sql("select number from transport.ticket where number = any(?)")
                .param(batch.stream().map(TestPhone.Written::number).toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** After the kill the phone, which heard nothing, brings all of them to another process, and once more. */
    public void bringAgain(TestSession officer) throws SQLException {
        await().atMost(Duration.ofSeconds(30)).until(bringing::isDone);
        assertThat(bringing).as("the connection broke").isCompletedExceptionally();
        lock.rollback();
        assertThat(kept()).as("nothing of the ticket at which it was killed").hasSize(TAKEN);
        for (int twice = 0; twice < 2; twice++) {
            assertThat(phone.bring(officer, batch).findValues("accepted"))
                    .hasSize(TICKETS)
                    .allMatch(JsonNode::asBoolean);
        }
        List<String> numbers = new ArrayList<>(kept());
        assertThat(numbers).hasSize(TICKETS).doesNotHaveDuplicates();
        for (String table : List.of("cases.case_file", "payments.bill")) {
            String column = table.startsWith("cases") ? "number" : "case_number";
            assertThat(db.sql("select count(*) from " + table + " where " + column + " = any(?)")
                            .param(numbers.toArray(String[]::new))
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isEqualTo(TICKETS);
        }
    }

    @Override
    public void close() throws SQLException {
        lock.close();
    }
}
