package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Country;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Once the road tax is paid: the register has it from today, or from the end of what was paid before. */
@Component
@EffectName("transport.register-tax")
class RegisterTax implements CaseEffect {
    private final Register register;
    private final Covers covers;
    private final RoadTax tax;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    RegisterTax(
            Register register,
            Covers covers,
            RoadTax tax,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.register = register;
        this.covers = covers;
        this.tax = tax;
        this.cases = cases;
        this.audit = audit;
        this.transaction = transaction;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        transaction.executeWithoutResult(status -> {
            // Two payments for one vehicle, or one that is told of twice, wait for each other here.
            Change change = register.change(
                    Origin.of(file.number(), "taxed"),
                    file.facts().path("vehicle").asString(""));
            CaseFile now = cases.find(file.number()).orElseThrow();
            if (!now.state().equals("approved")) {
                status.setRollbackOnly();
                return;
            }
            String against = tax.against(now);
            if (against.isEmpty()) {
                enter(now, change);
            } else {
                cases.advance(now.number(), "refund-" + against, json.createObjectNode());
            }
        });
    }

    private void enter(CaseFile file, Change change) {
        Vehicle vehicle = tax.vehicle(file).orElseThrow();
        Span valid = span(vehicle, change, file.form().path("months").asInt());
        register.cover(change, vehicle, Cover.TAX, file.number().text(), RegisterController.AGENCY, valid);
        audit.record(AuditEntry.bySystem(
                AuditEvent.REGISTER_CHANGED,
                file.person(),
                file.number(),
                Map.of("record", vehicle.chassis(), "change", Long.toString(change.id()))));
        ObjectNode facts = json.createObjectNode()
                .put("from", LocalDate.ofInstant(valid.from(), Country.ZONE).toString())
                .put("until", lastDay(valid).toString());
        cases.advance(file.number(), "taxed", facts);
    }

    /** From the end of all that is paid, so that no day is paid twice; from this morning when nothing is. */
    private Span span(Vehicle vehicle, Change change, int months) {
        Instant morning = LocalDate.ofInstant(change.at(), Country.ZONE)
                .atStartOfDay(Country.ZONE)
                .toInstant();
        Instant from = covers.lastEnd(vehicle, Cover.TAX)
                .filter(end -> end.isAfter(morning))
                .orElse(morning);
        return new Span(from, from.atZone(Country.ZONE).plusMonths(months).toInstant());
    }

    private static LocalDate lastDay(Span valid) {
        return LocalDate.ofInstant(java.util.Objects.requireNonNull(valid.to()).minusSeconds(1), Country.ZONE);
    }
}
