package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Looks up the bus for which an operator wants a permit. */
@Component
@EffectName("transport.check-permit")
class CheckPermit implements CaseEffect {
    private final RoadTax tax;
    private final Register register;
    private final Cases cases;
    private final JsonMapper json;

    CheckPermit(RoadTax tax, Register register, Cases cases, JsonMapper json) {
        this.tax = tax;
        this.register = register;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        cases.advance(file.number(), "checked", facts(file));
    }

    ObjectNode facts(CaseFile file) {
        return json.createObjectNode()
                .put("against", against(file))
                .put("vehicle", tax.vehicle(file).map(Vehicle::chassis).orElse(""));
    }

    /** What has to be so for the tax, and more. */
    String against(CaseFile file) {
        Vehicle vehicle = tax.vehicle(file).orElse(null);
        String against = tax.against(file);
        if (!against.isEmpty() || vehicle == null) {
            return against;
        }
        if (vehicle.kind() != VehicleKind.BUS) {
            return "not-bus";
        }
        return register.now(vehicle).covers().contains(Cover.TAX) ? "" : "untaxed";
    }
}
