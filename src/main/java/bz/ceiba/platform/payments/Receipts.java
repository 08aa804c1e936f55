package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Receipts, numbered without gaps for each agency and year: POL-2026-000001. */
@Component
class Receipts {
    private static final int SHORTEST_CODE = 3;

    /** A receipt with what it is for. */
    record Receipt(
            String number,
            UUID bill,
            Method method,
            Money amount,
            Instant at,
            @Nullable Instant reversedAt) {}

    private final JdbcClient db;
    private final Clock clock;
    private final Map<String, String> codes;

    Receipts(JdbcClient db, Clock clock, Country country) {
        this.db = db;
        this.clock = clock;
        this.codes = codes(country.agencies().stream().map(Country.Agency::id).toList());
    }

    /** For each agency its first three letters, or as many more as tell it from all others. */
    static Map<String, String> codes(List<String> agencies) {
        Map<String, String> codes = new TreeMap<>();
        for (String agency : agencies) {
            String letters = letters(agency);
            int length = Math.min(SHORTEST_CODE, letters.length());
            while (length < letters.length() && isShared(letters.substring(0, length), agency, agencies)) {
                length++;
            }
            codes.put(agency, letters.substring(0, length));
        }
        return codes;
    }

    private static boolean isShared(String code, String agency, List<String> agencies) {
        return agencies.stream()
                .anyMatch(other -> !other.equals(agency) && letters(other).startsWith(code));
    }

    private static String letters(String agency) {
        return agency.replace("-", "").toUpperCase(Locale.ROOT);
    }

    /**
     * Writes a receipt, the bill's last one, in the current transaction. Payments to the same agency queue here until that ends:
     * keep what comes after it short, and lock nothing.
     */
    String issue(Bill bill, UUID payment, Money amount) {
        Instant now = clock.instant();
        int year = LocalDate.ofInstant(now, Country.ZONE).getYear();
        String code = codes.get(bill.agency());
        if (code == null) {
            throw new IllegalStateException("no agency '" + bill.agency() + "' to write a receipt for");
        }
        return db.sql("""
                with next as (
                  insert into payments.receipt_series (agency, year, last) values (:agency, :year, 1)
                  on conflict (agency, year) do update set last = receipt_series.last + 1
                  returning last)
                , issued as (
                  insert into payments.receipt (number, agency, year, serial, bill, payment, amount, at)
                  select :code || '-' || :year || '-' || lpad(last::text, greatest(6, length(last::text)), '0'), :agency, :year, last,
                         :bill, :payment, :amount, :now
                  from next
                  returning number)
                update payments.bill set receipt = issued.number from issued where id = :bill returning receipt
                """)
                .param("agency", bill.agency())
                .param("year", year)
                .param("code", code)
                .param("bill", bill.id())
                .param("payment", payment)
                .param("amount", amount.cents())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .single();
    }

    /** Marks a receipt as reversed in the current transaction; answers false when it is already. The number stays taken. */
    boolean reverse(String number) {
        return db.sql("update payments.receipt set reversed_at = :now where number = :number and reversed_at is null")
                        .param("number", number)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private static final String SELECT = """
            select r.number, r.bill, p.method, r.amount, r.at, r.reversed_at
            from payments.receipt r join payments.payment p on p.id = r.payment
            """;

    private static Receipt read(ResultSet row, int number) throws SQLException {
        return new Receipt(
                row.getString("number"),
                row.getObject("bill", UUID.class),
                Method.valueOf(row.getString("method")),
                Money.ofCents(row.getLong("amount")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("reversed_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(null));
    }

    Optional<Receipt> find(String number) {
        return db.sql(SELECT + "where r.number = :number")
                .param("number", number)
                .query(Receipts::read)
                .optional();
    }

    /** A stretch of an agency's numbers in a year, both ends included, in order; at most 1,000. */
    List<Receipt> series(String agency, int year, int first, int last) {
        return db.sql(SELECT + """
                        where r.agency = :agency and r.year = :year and r.serial between :first and :last
                        order by r.serial limit 1000
                        """)
                .param("agency", agency)
                .param("year", year)
                .param("first", first)
                .param("last", last)
                .query(Receipts::read)
                .list();
    }

    /** The receipts for these bills, newest first. */
    List<Receipt> of(Collection<UUID> bills) {
        return db.sql(SELECT + "where r.bill = any(:bills) order by r.at desc, r.number desc limit 400")
                .param("bills", bills.toArray(UUID[]::new))
                .query(Receipts::read)
                .list();
    }
}
