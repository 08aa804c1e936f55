package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.KeptForCase;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who wants to give which vehicle to whom, and what the other one said. */
@Component
class Transfers implements KeptForCase {
    private static final int MOST = 50;

    private final JdbcClient db;
    private final Clock clock;

    Transfers(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Writes it down; a second time it changes nothing. */
    void add(Transfer transfer) {
        db.sql("""
                insert into transport.transfer (case_number, vehicle, plate, keeper, keeper_name, buyer, handed_on)
                values (:case, :vehicle, :plate, :keeper, :name, :buyer, :on) on conflict do nothing
                """)
                .param("case", transfer.caseNumber().text())
                .param("vehicle", transfer.vehicle())
                .param("plate", transfer.plate())
                .param("keeper", transfer.keeper().digits())
                .param("name", transfer.keeperName())
                .param("buyer", transfer.buyer().digits())
                .param("on", transfer.handedOn())
                .update();
    }

    Optional<Transfer> find(CaseNumber number) {
        return db.sql("select * from transport.transfer where case_number = ?")
                .param(number.text())
                .query(Transfers::transfer)
                .optional();
    }

    /** Those in which somebody is named and has not answered yet, the newest first; at most 50. */
    List<Transfer> unanswered(PersonNumber buyer) {
        return db.sql("""
                select * from transport.transfer where buyer = :buyer and confirmed is null order by handed_on desc limit :most
                """)
                .param("buyer", buyer.digits())
                .param("most", MOST)
                .query(Transfers::transfer)
                .list();
    }

    /** Keeps what the buyer said; false when he said it before. */
    boolean answer(CaseNumber number, boolean confirmed, Actor by) {
        return db.sql("""
                update transport.transfer set confirmed = :confirmed, buyer_name = :name, answered_at = :now
                where case_number = :case and confirmed is null
                """)
                        .param("confirmed", confirmed)
                        .param("name", by.name())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("case", number.text())
                        .update()
                == 1;
    }

    @Override
    public void erase(CaseNumber number) {
        db.sql("delete from transport.transfer where case_number = ?")
                .param(number.text())
                .update();
    }

    private static Transfer transfer(ResultSet row, int n) throws SQLException {
        return new Transfer(
                new CaseNumber(row.getString("case_number")),
                row.getLong("vehicle"),
                row.getString("plate"),
                new PersonNumber(row.getString("keeper")),
                row.getString("keeper_name"),
                new PersonNumber(row.getString("buyer")),
                row.getString("buyer_name"),
                row.getObject("handed_on", LocalDate.class),
                row.getObject("confirmed", Boolean.class));
    }
}
