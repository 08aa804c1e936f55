package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Looks whether the register has the vehicle for which somebody applies. */
@Component
@EffectName("transport.check-vehicle")
class CheckVehicle implements CaseEffect {
    private final Register register;
    private final Cases cases;
    private final JsonMapper json;

    CheckVehicle(Register register, Cases cases, JsonMapper json) {
        this.register = register;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        if (file.state().equals("checking")) {
            cases.advance(file.number(), "checked", facts(file));
        }
    }

    /** The plate of a vehicle with the same chassis number, or that number; nothing when there is none. */
    ObjectNode facts(CaseFile file) {
        String chassis = Plates.chassis(file.form().path("chassis").asString(""));
        String known = register.byChassis(chassis)
                .map(vehicle -> register.now(vehicle).plate().orElse(chassis))
                .orElse("");
        return json.createObjectNode().put("known", known);
    }
}
