package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After the payment: asks the registers and hands the case to the officers. */
@Component
@EffectName("policerecords.screen")
class ScreenCase implements CaseEffect {
    private final Screening screening;
    private final Cases cases;
    private final JsonMapper json;

    ScreenCase(Screening screening, Cases cases, JsonMapper json) {
        this.screening = screening;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("screening")) {
            return;
        }
        Screening.Result result = screening.screen(file);
        ObjectNode facts = json.createObjectNode()
                .put("candidates", result.candidates())
                .put("unjudged", result.unjudged())
                .put("disclosed", 0)
                .put("outdated", false);
        if (result.district() != null) {
            facts.put("district", result.district());
        }
        cases.advance(file.number(), "screened", facts);
    }
}
