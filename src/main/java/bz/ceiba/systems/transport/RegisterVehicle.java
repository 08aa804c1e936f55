package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** After an officer has seen vehicle and papers: enters it, with its plate and keeper. */
@Component
@EffectName("transport.register-vehicle")
class RegisterVehicle implements CaseEffect {
    private final Register register;
    private final Plates plates;
    private final CheckVehicle check;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    RegisterVehicle(
            Register register,
            Plates plates,
            CheckVehicle check,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.register = register;
        this.plates = plates;
        this.check = check;
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
        transaction.executeWithoutResult(status -> {
            String chassis = Plates.chassis(file.form().path("chassis").asString(""));
            Change change = register.change(Origin.of(file.number(), "registered"), chassis);
            if (register.byChassis(chassis).isPresent()) {
                cases.advance(file.number(), "found-one", check.facts(file));
                return;
            }
            Vehicle vehicle = register.enter(change, described(file.form(), chassis));
            String plate = plates.next(vehicle.kind());
            Span valid = Span.from(change.at());
            register.plate(change, plate, vehicle, valid);
            register.keep(change, vehicle, new Keeper(file.person().digits(), file.personName()), valid);
            register.state(change, vehicle, VehicleState.IN_USE, valid);
            audit.record(AuditEntry.bySystem(
                    AuditEvent.REGISTER_CHANGED,
                    file.person(),
                    file.number(),
                    Map.of("record", plate, "change", Long.toString(change.id()))));
            cases.advance(file.number(), "registered", json.createObjectNode().put("plate", plate));
        });
    }

    private static Vehicle described(JsonNode form, String chassis) {
        return new Vehicle(
                0,
                chassis,
                VehicleKind.valueOf(form.path("kind").asString("")),
                form.path("make").asString(""),
                form.path("model").asString(""),
                form.path("year").asInt(),
                form.path("colour").asString(""));
    }
}
