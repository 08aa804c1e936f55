package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The ledger between two positions, for closing reports. A position is a transaction: what comes before it is complete, and
 * what commits late comes after it, so that each booking lies between just two consecutive positions.
 */
@Component
public class DayBook {
    /**
     * Revenue of an agency under a head.
     *
     * @param cash received over the counter
     * @param gateway received by card
     * @param bank received by transfer, less what the bank took back
     * @param vouchers received by voucher
     * @param refunds given back, or decided to be
     */
    public record Revenue(
            String agency, String head, Money cash, Money gateway, Money bank, Money vouchers, Money refunds) {}

    /** What became of vouchers: what was sold, came back onto them, was paid with them, was given back and expired. */
    public record VoucherDay(Money sold, Money refunded, Money redeemed, Money givenBack, Money expired) {}

    /**
     * Receipts of an agency in a calendar year.
     *
     * @param count how many
     * @param first the first one's serial number
     * @param last the last one's
     */
    public record ReceiptRange(String agency, int year, int count, int first, int last) {}

    /**
     * A till that was closed, or was still open at the later position.
     *
     * @param closedAt null while it was open, as is all that comes after it
     * @param difference over when positive, short when negative
     */
    public record TillDay(
            long number,
            String agency,
            String office,
            String clerkName,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable Money counted,
            @Nullable Money difference,
            @Nullable Money deposit,
            @Nullable String slip) {}

    /** How an account moved, debits positive. */
    public record Movement(String account, Money amount) {}

    /** The account of what vouchers are worth; negative, because it is owed. */
    public static final String VOUCHERS = Ledger.VOUCHERS;

    private final JdbcClient db;

    DayBook(JdbcClient db) {
        this.db = db;
    }

    /** The position up to which all is complete now. */
    public long position() {
        return db.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                .query(Long.class)
                .single();
    }

    /** Revenue from one position on and before the other, by agency and head. */
    public List<Revenue> revenue(long from, long before) {
        return db.sql("""
                select split_part(r.account, ':', 2) as agency, split_part(r.account, ':', 3) as head,
                  coalesce(sum(-r.cents) filter (where split_part(m.account, ':', 1) = :cash), 0) as cash,
                  coalesce(sum(-r.cents) filter (where m.account = :gateway), 0) as gateway,
                  coalesce(sum(-r.cents) filter (where m.account = :bank), 0) as bank,
                  coalesce(sum(-r.cents) filter (where m.account = :vouchers), 0) as vouchers,
                  coalesce(sum(r.cents) filter (where m.account = :refunds), 0) as refunds
                from payments.posting r
                join payments.posting m on m.booking = r.booking
                  and split_part(m.account, ':', 1) in (:cash, :gateway, :bank, :vouchers, :refunds)
                where r.account like 'revenue:%'
                  and r.txid >= cast(:from as text)::xid8 and r.txid < cast(:before as text)::xid8
                group by 1, 2 order by 1, 2
                """)
                .param("cash", Ledger.CASH)
                .param("gateway", Ledger.GATEWAY)
                .param("bank", Ledger.SUSPENSE)
                .param("vouchers", Ledger.VOUCHERS)
                .param("refunds", Ledger.REFUNDS)
                .param("from", Long.toString(from))
                .param("before", Long.toString(before))
                .query((row, n) -> new Revenue(
                        row.getString("agency"),
                        row.getString("head"),
                        Money.ofCents(row.getLong("cash")),
                        Money.ofCents(row.getLong("gateway")),
                        Money.ofCents(row.getLong("bank")),
                        Money.ofCents(row.getLong("vouchers")),
                        Money.ofCents(row.getLong("refunds"))))
                .list();
    }

    /** Receipts written from one position on and before the other. */
    public List<ReceiptRange> receipts(long from, long before) {
        return db.sql("""
                select agency, year, count(*) as count, min(serial) as first, max(serial) as last from payments.receipt
                where txid >= cast(:from as text)::xid8 and txid < cast(:before as text)::xid8
                group by agency, year order by agency, year
                """)
                .param("from", Long.toString(from))
                .param("before", Long.toString(before))
                .query(ReceiptRange.class)
                .list();
    }

    /**
     * What became of vouchers from one position on and before the other, by their own books. The ledger has to agree: what
     * they are worth is the balance of {@value #VOUCHERS}.
     */
    public VoucherDay vouchers(long from, long before) {
        return db.sql("""
                select coalesce(sum(cents) filter (where kind = 'SOLD'), 0) as sold,
                  coalesce(sum(cents) filter (where kind = 'REFUNDED'), 0) as refunded,
                  coalesce(-sum(cents) filter (where kind = 'REDEEMED'), 0) as redeemed,
                  coalesce(-sum(cents) filter (where kind = 'GIVEN_BACK'), 0) as given_back,
                  coalesce(-sum(cents) filter (where kind = 'EXPIRED'), 0) as expired
                from payments.voucher_movement
                where txid >= cast(:from as text)::xid8 and txid < cast(:before as text)::xid8
                """)
                .param("from", Long.toString(from))
                .param("before", Long.toString(before))
                .query((row, n) -> new VoucherDay(
                        Money.ofCents(row.getLong("sold")),
                        Money.ofCents(row.getLong("refunded")),
                        Money.ofCents(row.getLong("redeemed")),
                        Money.ofCents(row.getLong("given_back")),
                        Money.ofCents(row.getLong("expired"))))
                .single();
    }

    /** How each account moved from one position on and before the other; the sum of all is zero. */
    public List<Movement> movements(long from, long before) {
        return db.sql("""
                select account, sum(cents) as cents from payments.posting
                where txid >= cast(:from as text)::xid8 and txid < cast(:before as text)::xid8
                group by account order by account
                """)
                .param("from", Long.toString(from))
                .param("before", Long.toString(before))
                .query((row, n) -> new Movement(row.getString("account"), Money.ofCents(row.getLong("cents"))))
                .list();
    }

    /** Tills that were closed from one position on and before the other, and those that were open at the latter. */
    public List<TillDay> tills(long from, long before) {
        return db.sql("""
                select number, agency, office, clerk_name, opened_at, closed_at, counted, expected, deposit, slip,
                  coalesce(closed_txid < cast(:before as text)::xid8, false) as closed
                from payments.till
                where closed_txid >= cast(:from as text)::xid8 and closed_txid < cast(:before as text)::xid8
                  or opened_txid < cast(:before as text)::xid8
                    and (state <> 'CLOSED' or closed_txid >= cast(:before as text)::xid8)
                order by number
                """)
                .param("from", Long.toString(from))
                .param("before", Long.toString(before))
                .query(DayBook::till)
                .list();
    }

    private static TillDay till(ResultSet row, int n) throws SQLException {
        boolean closed = row.getBoolean("closed");
        long counted = row.getLong("counted");
        return new TillDay(
                row.getLong("number"),
                row.getString("agency"),
                row.getString("office"),
                row.getString("clerk_name"),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                closed ? row.getObject("closed_at", OffsetDateTime.class).toInstant() : null,
                closed ? Money.ofCents(counted) : null,
                closed ? Money.ofCents(counted - row.getLong("expected")) : null,
                closed ? Money.ofCents(row.getLong("deposit")) : null,
                closed ? row.getString("slip") : null);
    }
}
