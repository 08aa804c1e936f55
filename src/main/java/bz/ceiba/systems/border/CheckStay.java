package bz.ceiba.systems.border;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.systems.border.Extensions.Admission;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Looks up in the room's own decisions until when the applicant was admitted. */
@Component
@EffectName("border.check-stay")
class CheckStay implements CaseEffect {
    private final Extensions extensions;
    private final Cases cases;
    private final JsonMapper json;

    CheckStay(Extensions extensions, Cases cases, JsonMapper json) {
        this.extensions = extensions;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        ObjectNode facts = facts(extensions.of(file));
        if (file.state().equals("checking")) {
            cases.advance(file.number(), "checked", facts);
        } else if (file.state().equals("review")) {
            cases.noteBySystem(file.number(), facts);
        }
    }

    ObjectNode facts(Optional<Admission> found) {
        ObjectNode facts = json.createObjectNode();
        return found.map(one -> facts.put("declaration", one.number())
                        .put("position", one.position())
                        .put("until", one.stay().until().toString())
                        .put("latest", extensions.latest(one.stay()).toString())
                        .put("over", one.stay().daysOver(extensions.today()) > 0)
                        .put("problem", ""))
                .orElseGet(() -> facts.put("declaration", "").put("position", 0));
    }
}
