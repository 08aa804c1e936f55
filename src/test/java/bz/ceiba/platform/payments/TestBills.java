package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import java.util.Random;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bills in the database of another process, written as {@link Bills#raise} does. */
final class TestBills {
    private static final Random NUMBERS = new Random();

    private TestBills() {}

    /** A bill of the one who signed in last. */
    static UUID raise(JdbcClient owner, long cents) {
        UUID id = UUID.randomUUID();
        owner.sql("""
                with raised as (
                  insert into payments.bill (id, key, case_number, payer, agency, head, title, amount, raised_at, due_on)
                  select :id, :key, :case, actor, 'police', 'T-05', 'Of another process', :cents, now(),
                    current_date
                  from audit.entry where event = 'SIGNED_IN' order by at desc limit 1
                  returning id)
                insert into payments.transfer (booking, line, bill, debit, credit, cents, at)
                select nextval('payments.booking'), 1, id, 'receivable', 'assessed:police:T-05', :cents, now() from raised
                """)
                .param("id", id)
                .param("key", "test/" + id)
                .param("case", CaseNumber.random("TST", 2026, NUMBERS).text())
                .param("cents", cents)
                .update();
        return id;
    }
}
