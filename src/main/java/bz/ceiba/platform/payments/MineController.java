package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Receipts.Receipt;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What a person owes and what he has paid, to all agencies. */
@Controller
class MineController {
    private final Bills bills;
    private final Instalments instalments;
    private final Receipts receipts;
    private final Checkouts checkouts;
    private final Country country;
    private final Audit audit;

    MineController(
            Bills bills,
            Instalments instalments,
            Receipts receipts,
            Checkouts checkouts,
            Country country,
            Audit audit) {
        this.bills = bills;
        this.instalments = instalments;
        this.receipts = receipts;
        this.checkouts = checkouts;
        this.country = country;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/mine")
    Html mine(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "payments")));
        List<OwedBill> owed =
                bills.owedBy(actor.subject()).stream().map(this::owed).toList();
        Map<UUID, Bill> paid = bills.paidBy(actor.subject()).stream().collect(Collectors.toMap(Bill::id, bill -> bill));
        return Html.of("payments/mine")
                .with("owed", owed)
                .with("total", owed.stream().map(OwedBill::due).reduce(Money.ZERO, Money::plus))
                .with("online", checkouts.isOnline())
                .with(
                        "paid",
                        receipts.of(paid.keySet()).stream()
                                .map(receipt -> paid(receipt, Objects.requireNonNull(paid.get(receipt.bill()))))
                                .toList());
    }

    private OwedBill owed(Bill bill) {
        return new OwedBill(
                bill,
                country.nameOf(bill.agency()),
                instalments.dueNext(bill),
                instalments.dueOn(bill),
                instalments.isOverdue(bill),
                !instalments.of(bill).isEmpty());
    }

    private PaidBill paid(Receipt receipt, Bill bill) {
        return new PaidBill(receipt.number(), receipt.at(), receipt.amount(), bill, country.nameOf(bill.agency()));
    }
}
