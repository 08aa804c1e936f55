package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.RoomMigration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

class OneQueueMigrationTest {
    private static final String VOUCHER = """
            insert into payments.refund_request
              (id, kind, voucher, agency, amount, reason, asked_by, asked_by_name, asked_at)
            values (gen_random_uuid(), 'VOUCHER', 1, 'treasury', 20000, '', '9', 'A clerk', now())
            """;

    @Test
    void whatWaitedInEitherQueueWaitsInTheOneAndWhatWasDecidedStaysDecided() {
        RoomMigration room = new RoomMigration("payments");
        JdbcClient db = room.to(9);
        db.sql("""
                insert into payments.bill (id, key, case_number, payer, agency, head, title, amount, raised_at, due_on)
                values (gen_random_uuid(), 'k', 'TST-26-1', '1', 'police', 'T-01', 'A bill', 30000, now(), current_date)
                """).update();
        db.sql("""
                insert into payments.refund_request (id, bill, agency, amount, reason, asked_by, asked_by_name, asked_at)
                select gen_random_uuid(), id, agency, amount, 'Paid twice', '2', 'An officer', now() from payments.bill
                """).update();
        db.sql("""
                insert into payments.voucher (code_hash, last_four, amount, agency, clerk, sold_at, expires_on)
                select sha256(n::text::bytea), 'ABCD', 20000, 'treasury', '3', now(), current_date + 100
                from generate_series(1, 3) as n
                """).update();
        db.sql("""
                insert into payments.voucher_return
                  (id, voucher, agency, amount, asked_by, asked_by_name, asked_at, state, decided_by, decided_at)
                values (gen_random_uuid(), 1, 'treasury', 20000, '3', 'A clerk', now(), 'WAITING', null, null),
                  (gen_random_uuid(), 2, 'treasury', 20000, '3', 'A clerk', now(), 'APPROVED', '4', now()),
                  (gen_random_uuid(), 3, 'treasury', 20000, '3', 'A clerk', now(), 'DECLINED', '4', now())
                """).update();
        room.to(10);
        assertThat(db.sql("select coalesce(voucher, 0) as voucher, kind, state from payments.refund_request order by 1")
                        .query((row, n) -> row.getLong(1) + " " + row.getString(2) + " " + row.getString(3))
                        .list())
                .containsExactly("0 BILL WAITING", "1 VOUCHER WAITING", "2 VOUCHER APPROVED", "3 VOUCHER DECLINED");
        assertThatThrownBy(() -> db.sql(VOUCHER).update()).isInstanceOf(DuplicateKeyException.class);
        assertThat(db.sql(VOUCHER.replace(", 1,", ", 3,")).update()).isEqualTo(1);
        assertThat(db.sql("select to_regclass('payments.voucher_return') is null as gone")
                        .query()
                        .singleRow())
                .isEqualTo(Map.of("gone", true));
    }
}
