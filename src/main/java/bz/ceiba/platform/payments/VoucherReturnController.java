package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Where second officers agree that a voucher is given back. They find it beside other refunds. */
@Controller
class VoucherReturnController {
    private final VoucherDesk desk;

    VoucherReturnController(VoucherDesk desk) {
        this.desk = desk;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REFUND_APPROVED)
    @PostMapping("/payments/refunds/vouchers/{id}/approve")
    String approve(@PathVariable UUID id, Actor actor) {
        desk.decide(id, true, actor);
        return "redirect:/payments/refunds?done=agreed";
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REFUND_DECLINED)
    @PostMapping("/payments/refunds/vouchers/{id}/decline")
    String decline(@PathVariable UUID id, Actor actor) {
        desk.decide(id, false, actor);
        return "redirect:/payments/refunds";
    }
}
