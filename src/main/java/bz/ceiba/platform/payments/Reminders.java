package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reminds of what is overdue: of each bill or part once, on the day after its last one. */
@Component
class Reminders {
    private static final int AT_ONCE = 100;

    private final JdbcClient db;
    private final Notices notices;
    private final Country country;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final String baseUrl;

    Reminders(
            JdbcClient db,
            Notices notices,
            Country country,
            TransactionTemplate transactions,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.db = db;
        this.notices = notices;
        this.country = country;
        this.transactions = transactions;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /** What is overdue; {@code part} is 0 for a bill that is not paid in parts. */
    private record Late(
            UUID bill,
            int part,
            CaseNumber caseNumber,
            PersonNumber payer,
            String agency,
            String title,
            Money amount,
            LocalDate dueOn) {
        static Late read(ResultSet row, int number) throws SQLException {
            return new Late(
                    row.getObject("id", UUID.class),
                    row.getInt("part"),
                    new CaseNumber(row.getString("case_number")),
                    new PersonNumber(row.getString("payer")),
                    row.getString("agency"),
                    row.getString("title"),
                    Money.ofCents(row.getLong("cents")),
                    row.getObject("due_on", LocalDate.class));
        }
    }

    /** Sends all reminders that are due, some at a time; several processes share them. */
    void run() {
        int sent;
        do {
            sent = Optional.ofNullable(transactions.execute(status -> bills() + parts()))
                    .orElse(0);
        } while (sent >= AT_ONCE);
    }

    private int bills() {
        List<Late> late = db.sql("""
                with due as materialized (
                  select b.id from payments.bill b
                  where b.status = 'OPEN' and b.due_on < :today and b.reminded_at is null
                    and not exists (select 1 from payments.instalment i where i.bill = b.id)
                  order by b.due_on limit :most for update skip locked)
                update payments.bill b set reminded_at = :now where b.id = any (array(select id from due))
                returning b.id, 0 as part, b.case_number, b.payer, b.agency, b.title, b.amount - b.captured as cents,
                  b.due_on
                """)
                .param("today", Country.today(clock))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("most", AT_ONCE)
                .query(Late::read)
                .list();
        late.forEach(this::remind);
        return late.size();
    }

    private int parts() {
        List<Late> late = db.sql("""
                with part as materialized (
                  select i.bill, i.number, i.amount, i.due_on,
                    (select sum(e.amount) from payments.instalment e where e.bill = i.bill and e.number <= i.number)
                      as until_here
                  from payments.instalment i
                  where i.due_on < :today and i.reminded_at is null
                  order by i.due_on limit :most for update skip locked)
                , late as (
                  select b.id, p.number as part, b.case_number, b.payer, b.agency, b.title,
                    least(p.amount, p.until_here - b.captured) as cents, p.due_on
                  from part p join payments.bill b on b.id = p.bill
                  where b.status = 'OPEN' and b.captured < p.until_here)
                , marked as (
                  update payments.instalment i set reminded_at = :now from part
                  where i.bill = part.bill and i.number = part.number)
                select * from late
                """)
                .param("today", Country.today(clock))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("most", AT_ONCE)
                .query(Late::read)
                .list();
        late.forEach(this::remind);
        return late.size();
    }

    private void remind(Late late) {
        notices.send(new Notice(
                "payments/overdue/" + late.bill() + "/" + late.part(),
                late.payer(),
                "payments.notice.overdue",
                Map.of(
                        "amount", late.amount().toString(),
                        "title", late.title(),
                        "agency", country.nameOf(late.agency()).in(Locale.ENGLISH),
                        "agency-es", country.nameOf(late.agency()).in(Locale.of("es")),
                        "due", late.dueOn().toString(),
                        "link", baseUrl + "/payments/bills/" + late.bill()),
                late.caseNumber()));
    }
}
