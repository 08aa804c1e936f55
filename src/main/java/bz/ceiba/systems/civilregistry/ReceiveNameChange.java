package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an application for a change of name: looks up whose entry it is, and on what the change rests. */
@Component
@EffectName("civilregistry.receive-name")
class ReceiveNameChange implements CaseEffect {
    private final NameChanges changes;
    private final Cases cases;
    private final JsonMapper json;

    ReceiveNameChange(NameChanges changes, Cases cases, JsonMapper json) {
        this.changes = changes;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("received")) {
            return;
        }
        Optional<Entry> entry = changes.entry(file);
        ObjectNode facts = json.createObjectNode()
                .put("entry", entry.map(one -> one.reference().text()).orElse(""))
                .put("basis", changes.basis(file));
        boolean published =
                entry.isPresent() && facts.path("basis").asString("").equals("deed");
        cases.advance(file.number(), published ? "publish" : "no-publication", facts);
    }
}
