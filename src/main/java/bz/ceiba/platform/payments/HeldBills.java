package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is held of bills and receipts. */
@Component
class HeldBills implements HeldAbout {
    private final JdbcClient db;

    HeldBills(JdbcClient db) {
        this.db = db;
    }

    @Override
    public String room() {
        return "payments";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        rows("bill", """
                select to_jsonb(x)::text from (
                  select title, case_number, agency, 'BZ$' || to_char(amount / 100.0, 'FM999999999990.00') as amount, status, raised_at,
                    paid_at
                  from payments.bill where payer = :person order by id) x
                """, person, to);
        rows("receipt", """
                select to_jsonb(x)::text from (
                  select r.number, b.title, 'BZ$' || to_char(r.amount / 100.0, 'FM999999999990.00') as amount, r.at
                  from payments.receipt r join payments.bill b on b.id = r.bill where b.payer = :person order by r.at) x
                """, person, to);
    }

    private void rows(String kind, String sql, PersonNumber person, Consumer<Held> to) {
        db.sql(sql)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held(kind, json)));
    }
}
