package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** After an officer has entered a coroner's order that came on paper: the death may be registered. */
@Component
@EffectName("civilregistry.coroner")
class EnterCoronersOrder implements CaseEffect {
    private final Cases cases;
    private final JsonMapper json;

    EnterCoronersOrder(Cases cases, JsonMapper json) {
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        String order = cases.last(file.number(), List.of("coroner"))
                .map(event -> event.input().path("order").asString(""))
                .orElseThrow();
        if (!order.equals(file.facts().path("order").asString(""))) {
            cases.noteBySystem(
                    file.number(), json.createObjectNode().put("order", order).put("coroner", "given"));
        }
    }
}
