package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.BillOrder;
import bz.ceiba.platform.payments.Bills;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What is to be paid for tickets: the tariff's penalty, less when it is paid early; later what an officer or a court says. */
@Component
class Fines {
    private final Bills bills;
    private final Cases cases;
    private final JsonMapper json;
    private final Clock clock;
    private final Tariff tariff = Tariff.load();

    Fines(Bills bills, Cases cases, JsonMapper json, Clock clock) {
        this.bills = bills;
        this.cases = cases;
        this.json = json;
        this.clock = clock;
    }

    /** The bill of a new ticket. The days count from when the ticket came, if that is later: nobody could pay before. */
    void raise(Ticket ticket, String offence) {
        LocalDate day = LocalDate.ofInstant(ticket.receivedAt(), Country.ZONE);
        Tariff.Rules rules = tariff.on(LocalDate.ofInstant(ticket.at(), Country.ZONE));
        Money penalty = ticket.penalty();
        Money discount = Money.ofCents(penalty.cents() * rules.discountPercent() / 100);
        bills.raise(new BillOrder(
                "ticket/" + ticket.number(),
                ticket.number(),
                ticket.liable(),
                RegisterController.AGENCY,
                tariff.head(),
                offence,
                penalty,
                terms(rules, penalty, day, discount)));
    }

    private static BillOrder.Terms terms(Tariff.Rules rules, Money amount, LocalDate day, Money discount) {
        boolean parts = amount.cents() >= rules.partsFromCents();
        return new BillOrder.Terms(
                day.plusDays(rules.dueDays()),
                discount,
                discount.isPositive() ? day.plusDays(rules.discountDays()) : null,
                parts ? rules.parts() : 0,
                parts ? rules.partsDays() : 0);
    }

    /**
     * From now on so much is to be paid for a ticket in all, whatever was asked before; what was paid too much goes back, and when nothing is left
     * to pay it counts as paid. Said again, changes nothing.
     */
    @Transactional
    public void amend(CaseFile file, String title, Money all) {
        List<Bill> there = bills.of(file.number());
        Money open = there.stream().map(Bill::outstanding).reduce(Money.ZERO, Money::plus);
        Money rest = all.minus(paid(there));
        if (open.equals(rest)) {
            return;
        }
        there.forEach(bill -> bills.cancel(bill.id()));
        // Somebody may have paid in between; a bill that is paid stays so.
        List<Bill> now = bills.of(file.number());
        Money still = all.minus(paid(now));
        if (still.isPositive()) {
            Tariff.Rules rules = tariff.on(Country.today(clock));
            bills.raise(new BillOrder(
                    "ticket/" + file.number() + "/" + file.revision(),
                    file.number(),
                    file.person(),
                    RegisterController.AGENCY,
                    tariff.head(),
                    title,
                    still,
                    terms(rules, still, Country.today(clock), Money.ZERO)));
            return;
        }
        giveBack(file.number(), now, still.negated());
        cases.advance(file.number(), "pay", json.createObjectNode());
    }

    private static Money paid(List<Bill> bills) {
        return bills.stream().map(Bill::refundable).reduce(Money.ZERO, Money::plus);
    }

    private void giveBack(CaseNumber number, List<Bill> there, Money tooMuch) {
        Money left = tooMuch;
        for (Bill bill : there) {
            Money part = left.compareTo(bill.refundable()) < 0 ? left : bill.refundable();
            if (part.isPositive()) {
                bills.refund(
                        bill.id(),
                        "ticket/" + number + "/" + bill.id(),
                        part,
                        bill.refundable(),
                        "reduced",
                        AuditEntry.bySystem(
                                AuditEvent.PAYMENT_REFUNDED, bill.payer(), number, Map.of("why", "reduced")));
                left = left.minus(part);
            }
        }
    }
}
