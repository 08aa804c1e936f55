package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Bills that are paid in parts, where the fee schedule allows it. */
@Component
class Instalments {
    private final JdbcClient db;
    private final Country country;
    private final Clock clock;

    Instalments(JdbcClient db, Country country, Clock clock) {
        this.db = db;
        this.country = country;
        this.clock = clock;
    }

    private record Row(int number, long amount, LocalDate dueOn) {}

    /** The parts of a bill in their order, or none when it is to be paid at once. */
    List<Instalment> of(Bill bill) {
        long left = bill.captured().cents();
        List<Instalment> parts = new ArrayList<>();
        for (Row row : rows(bill.id())) {
            long paid = Math.min(left, row.amount());
            left -= paid;
            parts.add(new Instalment(row.number(), Money.ofCents(row.amount()), row.dueOn(), Money.ofCents(paid)));
        }
        return parts;
    }

    private List<Row> rows(UUID bill) {
        return db.sql("select number, amount, due_on from payments.instalment where bill = :bill order by number")
                .param("bill", bill)
                .query(Row.class)
                .list();
    }

    /** The first part that is not paid. */
    Optional<Instalment> next(Bill bill) {
        return bill.outstanding().isPositive()
                ? of(bill).stream().filter(part -> !part.isPaid()).findFirst()
                : Optional.empty();
    }

    /** What is to be paid next of an open bill: the rest of its next part, or all that is outstanding. */
    Money dueNext(Bill bill) {
        return next(bill).map(part -> part.amount().minus(part.paid())).orElse(whole(bill));
    }

    /** What is to be paid of an open bill to pay all of it at once: less, as long as there is a discount. */
    Money whole(Bill bill) {
        return rows(bill.id()).isEmpty()
                ? bill.outstanding().minus(bill.discountOn(Country.today(clock)))
                : bill.outstanding();
    }

    /** By when the next payment for an open bill is due. */
    LocalDate dueOn(Bill bill) {
        return next(bill).map(Instalment::dueOn).orElse(bill.dueOn());
    }

    boolean isOverdue(Bill bill) {
        return bill.outstanding().isPositive() && dueOn(bill).isBefore(Country.today(clock));
    }

    /**
     * The terms on which a bill may be paid in parts: those of the row of the fee schedule for its agency, revenue head and
     * amount that is in force today, or its own.
     */
    Optional<Country.Instalments> terms(Bill bill) {
        if (!bill.outstanding().equals(bill.amount())) {
            return Optional.empty();
        }
        if (bill.parts() > 0) {
            return Optional.of(new Country.Instalments(bill.parts(), bill.partsDays()));
        }
        return country.fees().stream()
                .filter(fee -> fee.agency().equals(bill.agency())
                        && fee.head().equals(bill.head())
                        && fee.cents() == bill.amount().cents())
                .filter(fee -> country.fee(fee.id(), Country.today(clock))
                        .filter(fee::equals)
                        .isPresent())
                .flatMap(fee -> Optional.ofNullable(fee.instalments()).stream())
                .findFirst();
    }

    /**
     * Splits a locked bill into equal parts, cents that are left over in the first; the first is due when the bill is. Asked
     * for again, changes nothing.
     *
     * @throws Problem CONFLICT when the schedule does not allow it or something is paid already
     */
    void split(Bill bill) {
        if (!rows(bill.id()).isEmpty()) {
            return;
        }
        Country.Instalments terms =
                terms(bill).orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "payments.problem.no-instalments"));
        long each = bill.amount().cents() / terms.parts();
        long first = bill.amount().cents() - each * (terms.parts() - 1);
        for (int i = 0; i < terms.parts(); i++) {
            db.sql("insert into payments.instalment (bill, number, amount, due_on) values (?, ?, ?, ?)")
                    .param(bill.id())
                    .param(i + 1)
                    .param(i == 0 ? first : each)
                    .param(bill.dueOn().plusDays((long) i * terms.days()))
                    .update();
        }
    }
}
