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
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Once both said so and it is paid: the register names the next keeper, from the day on which he got the vehicle. */
@Component
@EffectName("transport.register-transfer")
class RegisterTransfer implements CaseEffect {
    /** As {@code facts.against}: it is paid, and an officer decides. */
    private static final String PAID = "paid";

    private final Register register;
    private final TransferCheck check;
    private final Transfers transfers;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    RegisterTransfer(
            Register register,
            TransferCheck check,
            Transfers transfers,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.register = register;
        this.check = check;
        this.transfers = transfers;
        this.cases = cases;
        this.audit = audit;
        this.transaction = transaction;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("approved")) {
            return;
        }
        Transfer transfer = transfers.find(file.number()).orElseThrow();
        String buyerName = transfer.buyerName();
        if (!Boolean.TRUE.equals(transfer.confirmed()) || buyerName == null) {
            throw new IllegalStateException(file.number() + " was not confirmed");
        }
        transaction.executeWithoutResult(status -> {
            Vehicle vehicle = register.find(transfer.vehicle()).orElseThrow();
            Change change = register.change(Origin.of(file.number(), "transferred"), vehicle.chassis());
            // An officer who gets the vehicle himself decides nothing about it.
            if (!check.register(file).isEmpty() || transfer.buyer().equals(file.decidedBy())) {
                cases.advance(
                        file.number(), "found-more", json.createObjectNode().put("against", PAID));
                return;
            }
            register.keep(
                    change,
                    vehicle,
                    new Keeper(transfer.buyer().digits(), buyerName),
                    Span.from(from(transfer, vehicle, change)));
            audit.record(AuditEntry.bySystem(
                    AuditEvent.REGISTER_CHANGED,
                    transfer.buyer(),
                    file.number(),
                    Map.of("record", transfer.plate(), "change", Long.toString(change.id()))));
            cases.advance(file.number(), "registered", json.createObjectNode());
        });
    }

    /** The beginning of the day, or this moment when the keeper himself has it since that day only. */
    private Instant from(Transfer transfer, Vehicle vehicle, Change change) {
        Instant handed = transfer.handedOn().atStartOfDay(Country.ZONE).toInstant();
        return handed.isAfter(register.keptSince(vehicle)) ? handed : change.at();
    }
}
