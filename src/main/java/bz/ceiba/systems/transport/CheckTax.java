package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Looks a vehicle up before its keeper pays the tax, so that nobody pays in vain. */
@Component
@EffectName("transport.check-tax")
class CheckTax implements CaseEffect {
    private final RoadTax tax;
    private final Cases cases;
    private final JsonMapper json;

    CheckTax(RoadTax tax, Cases cases, JsonMapper json) {
        this.tax = tax;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        String against = tax.against(file);
        if (!against.isEmpty()) {
            cases.advance(file.number(), against, json.createObjectNode());
            return;
        }
        Vehicle vehicle = tax.vehicle(file).orElseThrow();
        ObjectNode facts =
                json.createObjectNode().put("kind", vehicle.kind().name()).put("vehicle", vehicle.chassis());
        cases.advance(file.number(), "to-pay", facts);
    }
}
