package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What we have begun at PowerTranz. */
@Component
class PowerTranzTransactions {
    /** One; {@code state} is OPENED, COMPLETING, APPROVED or DECLINED. */
    record Transaction(UUID id, UUID payment, @Nullable String spiToken, String state, Instant at) {}

    private static final String SELECT =
            "select id, payment, spi_token, state, at from payments.power_tranz_transaction ";

    private final JdbcClient db;
    private final Clock clock;

    PowerTranzTransactions(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private static Transaction read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Transaction(
                row.getObject("id", UUID.class),
                row.getObject("payment", UUID.class),
                row.getString("spi_token"),
                row.getString("state"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    UUID add(UUID payment) {
        UUID id = Ids.next(clock);
        db.sql("insert into payments.power_tranz_transaction (id, payment, at) values (?, ?, ?)")
                .param(id)
                .param(payment)
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    void opened(UUID id, String spiToken) {
        db.sql("update payments.power_tranz_transaction set spi_token = ? where id = ?")
                .param(spiToken)
                .param(id)
                .update();
    }

    Optional<Transaction> find(UUID id) {
        return db.sql(SELECT + "where id = ?")
                .param(id)
                .query(PowerTranzTransactions::read)
                .optional();
    }

    List<Transaction> of(UUID payment) {
        return db.sql(SELECT + "where payment = ? order by id desc limit 100")
                .param(payment)
                .query(PowerTranzTransactions::read)
                .list();
    }

    /** Claims the right to ask for the money; answers false when it was claimed before, for this or another page. */
    boolean completing(UUID id) {
        try {
            return db.sql("""
                    update payments.power_tranz_transaction set state = 'COMPLETING', spi_token = null
                    where id = ? and state = 'OPENED'
                    """).param(id).update() == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    void ended(UUID id, boolean approved) {
        db.sql("update payments.power_tranz_transaction set state = ? where id = ? and state = 'COMPLETING'")
                .param(approved ? "APPROVED" : "DECLINED")
                .param(id)
                .update();
    }
}
