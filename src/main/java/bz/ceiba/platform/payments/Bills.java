package bz.ceiba.platform.payments;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.payments.Bill.BillStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Bills and what becomes of them. */
@Component
public class Bills {
    private static final String COLUMNS =
            "id, case_number, payer, agency, head, title, amount, captured, refunded, status, receipt, paid_at, due_on,"
                    + " discount, discount_until, parts, parts_days";
    private static final int MOST = 200;

    private final JdbcClient db;
    private final WriteBehind writes;
    private final Clock clock;
    private final Ledger ledger;
    private final Refunds refunds;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final PaymentsSettings settings;

    Bills(
            JdbcClient db,
            WriteBehind writes,
            Clock clock,
            Ledger ledger,
            Refunds refunds,
            Audit audit,
            ApplicationEventPublisher events,
            PaymentsSettings settings) {
        this.db = db;
        this.writes = writes;
        this.clock = clock;
        this.ledger = ledger;
        this.refunds = refunds;
        this.audit = audit;
        this.events = events;
        this.settings = settings;
    }

    private static Bill read(ResultSet row, int number) throws SQLException {
        return new Bill(
                row.getObject("id", UUID.class),
                new CaseNumber(row.getString("case_number")),
                new PersonNumber(row.getString("payer")),
                row.getString("agency"),
                row.getString("head"),
                row.getString("title"),
                Money.ofCents(row.getLong("amount")),
                Money.ofCents(row.getLong("captured")),
                Money.ofCents(row.getLong("refunded")),
                BillStatus.valueOf(row.getString("status")),
                row.getString("receipt"),
                instant(row.getObject("paid_at", OffsetDateTime.class)),
                row.getObject("due_on", LocalDate.class),
                Money.ofCents(row.getLong("discount")),
                row.getObject("discount_until", LocalDate.class),
                row.getInt("parts"),
                row.getInt("parts_days"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /**
     * Raises a bill and books it. It is written with the commit of the current transaction; one with a key that was used
     * before fails that.
     */
    public UUID raise(BillOrder order) {
        if (!order.amount().isPositive()) {
            throw new IllegalArgumentException("a bill is for more than nothing, not " + order.amount());
        }
        UUID id = Ids.next(clock);
        BillOrder.Terms terms = order.terms();
        LocalDate usual = Country.today(clock).plusDays(settings.dueDays());
        return writes.together(() -> {
            writes.add(
                    """
                    insert into payments.bill (id, key, case_number, payer, agency, head, title, amount, raised_at, due_on, discount,
                      discount_until, parts, parts_days)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    id,
                    order.key(),
                    order.caseNumber().text(),
                    order.payer().digits(),
                    order.agency(),
                    order.head(),
                    order.title(),
                    order.amount().cents(),
                    clock.instant().atOffset(ZoneOffset.UTC),
                    terms.dueOn() == null ? usual : terms.dueOn(),
                    terms.discount().cents(),
                    new SqlParameterValue(Types.DATE, terms.discountUntil()),
                    new SqlParameterValue(Types.SMALLINT, terms.parts() == 0 ? null : terms.parts()),
                    new SqlParameterValue(Types.SMALLINT, terms.parts() == 0 ? null : terms.partsDays()));
            ledger.raised(id, order);
            return id;
        });
    }

    /** The bills of a case, oldest first. */
    public List<Bill> of(CaseNumber caseNumber) {
        return db.sql("select " + COLUMNS + " from payments.bill where case_number = :case order by id limit :most")
                .param("case", caseNumber.text())
                .param("most", MOST)
                .query(Bills::read)
                .list();
    }

    /** Whether the last day of an open bill of the case, or of a part of it that is not paid, is over. */
    public boolean isOverdue(CaseNumber caseNumber) {
        return db.sql("""
                select exists (select from payments.bill b where b.case_number = :case and b.status = 'OPEN' and (
                  (b.due_on < :today and not exists (select from payments.instalment i where i.bill = b.id))
                  or exists (select from (select due_on, sum(amount) over (order by number) as total
                                          from payments.instalment where bill = b.id) i
                             where i.due_on < :today and i.total > b.captured)))
                """)
                .param("case", caseNumber.text())
                .param("today", Country.today(clock))
                .query(Boolean.class)
                .single();
    }

    Optional<Bill> find(UUID id) {
        return db.sql("select " + COLUMNS + " from payments.bill where id = :id")
                .param("id", id)
                .query(Bills::read)
                .optional();
    }

    /** What a person owes, to all agencies, what is due first before the rest. */
    List<Bill> owedBy(PersonNumber payer) {
        return db.sql("select " + COLUMNS + """
                 from payments.bill
                where payer = :payer and status = 'OPEN' order by due_on, id limit :most
                """)
                .param("payer", payer.digits())
                .param("most", MOST)
                .query(Bills::read)
                .list();
    }

    /** What a person has paid something for, newest first. */
    List<Bill> paidBy(PersonNumber payer) {
        return db.sql("select " + COLUMNS + """
                 from payments.bill
                where payer = :payer and captured > 0 order by id desc limit :most
                """)
                .param("payer", payer.digits())
                .param("most", MOST)
                .query(Bills::read)
                .list();
    }

    /** The bills of a payment, in the order of their identifiers. */
    List<Bill> of(Payment payment) {
        return db.sql("select " + COLUMNS + " from payments.bill where id = any(:ids) order by id")
                .param("ids", payment.shares().stream().map(Payment.Share::bill).toArray(UUID[]::new))
                .query(Bills::read)
                .list();
    }

    /** How much of each of these bills was paid and not given back; nothing of those that are not there. */
    public Map<UUID, Money> collected(Collection<UUID> ids) {
        Map<UUID, Money> collected = new HashMap<>();
        db.sql("select id, captured - refunded as kept from payments.bill where id = any(:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query(row -> {
                    collected.put(row.getObject("id", UUID.class), Money.ofCents(row.getLong("kept")));
                });
        return collected;
    }

    /** The bill, which nobody else changes until the current transaction ends. */
    Bill locked(UUID id) {
        return db.sql("select " + COLUMNS + " from payments.bill where id = :id for update")
                .param("id", id)
                .query(Bills::read)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
    }

    /**
     * The bills that there are of these, in the order of their identifiers, which nobody else changes until the current
     * transaction ends.
     */
    List<Bill> locked(Collection<UUID> ids) {
        return db.sql("select " + COLUMNS + " from payments.bill where id = any(:ids) order by id for update")
                .param("ids", ids.toArray(UUID[]::new))
                .query(Bills::read)
                .list();
    }

    /**
     * Takes the discount off a locked bill of which that is what a payment brings, begun at an instant when it was to be had; answers the bill as
     * it is then.
     */
    Bill discounted(Bill bill, Money amount, Instant begun) {
        Money discount = bill.discountOn(LocalDate.ofInstant(begun, Country.ZONE));
        if (!discount.isPositive() || !amount.plus(discount).equals(bill.outstanding())) {
            return bill;
        }
        db.sql("""
                update payments.bill set amount = amount - discount, taken_off = discount, discount = 0
                where id = :id and status = 'OPEN'
                """).param("id", bill.id()).update();
        ledger.discounted(bill, discount);
        return locked(bill.id());
    }

    /** Notes that some of a locked bill was paid; answers whether it is now paid in full. */
    boolean paid(Bill bill, Money amount) {
        boolean full = amount.equals(bill.outstanding());
        db.sql("""
                update payments.bill
                set captured = captured + :amount,
                    status = case when :full then 'PAID' else status end,
                    paid_at = case when :full then :now end
                where id = :id and status = 'OPEN'
                """)
                .param("id", bill.id())
                .param("amount", amount.cents())
                .param("full", full)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return full;
    }

    /**
     * Notes that some of a locked bill turned out not to be paid, and opens it again; what was taken off for paying in time is owed again, and
     * to be had on the same terms as before.
     *
     * @return false, and nothing is changed, when that much was given back of it already
     */
    boolean unpaid(Bill bill, Money amount) {
        Money takenOff = Money.ofCents(db.sql("select taken_off from payments.bill where id = :id")
                .param("id", bill.id())
                .query(Long.class)
                .single());
        int opened = db.sql("""
                update payments.bill set captured = captured - :amount, status = 'OPEN', paid_at = null,
                  amount = amount + taken_off, discount = discount + taken_off, taken_off = 0
                where id = :id and status in ('OPEN', 'PAID') and captured - :amount >= refunded
                """)
                .param("id", bill.id())
                .param("amount", amount.cents())
                .update();
        if (opened == 1 && takenOff.isPositive()) {
            ledger.discounted(bill, takenOff.negated());
        }
        return opened == 1;
    }

    /**
     * Cancels a bill, or what is still to be paid of it; one that is paid stays as it is. Money that a gateway takes for it
     * afterwards is given back.
     *
     * @return whether it is cancelled now
     */
    @Transactional
    public boolean cancel(UUID id) {
        Bill bill = locked(id);
        return switch (bill.status()) {
            case CANCELLED -> true;
            case PAID, REFUNDED -> false;
            case OPEN -> {
                db.sql("update payments.bill set status = 'CANCELLED' where id = :id")
                        .param("id", id)
                        .update();
                ledger.cancelled(bill);
                yield true;
            }
        };
    }

    /**
     * Gives money back: booked in the current transaction, sent to the gateway after it commits. What was paid over the
     * counter waits there for the payer.
     *
     * @param key makes it recognisable: the same key again changes nothing
     * @param believed what the caller believes refundable
     * @param by who refunds, for the log
     * @throws Problem CONFLICT when the belief is stale or the amount exceeds it
     */
    @Transactional
    public void refund(UUID id, String key, Money amount, Money believed, String reason, AuditEntry by) {
        Bill bill = locked(id);
        if (refunds.isKnown(key)) {
            return;
        }
        requireRefundable(bill, amount, believed);
        db.sql("""
                update payments.bill
                set refunded = refunded + :amount,
                    status = case when status = 'PAID' and refunded + :amount = captured then 'REFUNDED' else status end
                where id = :id
                """).param("id", id).param("amount", amount.cents()).update();
        ledger.refundOwed(bill, amount);
        refunds.order(key, bill, amount, reason);
        audit.record(by);
        events.publishEvent(new BillRefunded(id, bill.agency(), bill.caseNumber(), amount));
    }

    /**
     * @throws Problem CONFLICT with the refundable amount when the belief is stale or the amount exceeds it
     */
    static void requireRefundable(Bill bill, Money amount, Money believed) {
        if (!amount.isPositive() || !bill.refundable().equals(believed) || amount.compareTo(believed) > 0) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "payments.problem.refund-stale",
                    Map.of("refundable", bill.refundable().toString()));
        }
    }

    /**
     * Revenue in the order in which it was committed: first what was booked after the position, at most {@code limit} and
     * the rest of the last transaction. What a transaction still open may precede is held back.
     *
     * @param position 0 for the beginning, else that of the last booking read
     * @param limit 1 to 10,000
     */
    public List<Booking> bookingsAfter(long position, int limit) {
        return db.sql("""
                select p.txid::text::bigint as position, p.at, b.agency, b.head, b.case_number, -p.cents as cents
                from (
                  select txid, at, bill, cents from payments.posting
                  where account like 'revenue:%' and txid > cast(:position as text)::xid8
                    and txid < pg_snapshot_xmin(pg_current_snapshot())
                  order by txid
                  fetch first :limit rows with ties) p
                join payments.bill b on b.id = p.bill
                order by p.txid
                """)
                .param("position", Long.toString(position))
                .param("limit", limit)
                .query((row, n) -> new Booking(
                        row.getLong("position"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("agency"),
                        row.getString("head"),
                        new CaseNumber(row.getString("case_number")),
                        Money.ofCents(row.getLong("cents"))))
                .list();
    }
}
