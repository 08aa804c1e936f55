package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an application for a certificate: whoever is in the entry gets it at once, of others an officer decides. */
@Component
@EffectName("civilregistry.copy")
class CopyCertificate implements CaseEffect {
    private final Entries entries;
    private final Cases cases;
    private final JsonMapper json;

    CopyCertificate(Entries entries, Cases cases, JsonMapper json) {
        this.entries = entries;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        Optional<Entry> entry = Reference.parse(file.form().path("entry").asString(""))
                .flatMap(entries::find)
                .filter(one -> one.event().copies().equals(file.service()));
        ObjectNode facts = json.createObjectNode()
                .put("entry", entry.map(one -> one.reference().text()).orElse(""));
        boolean theirs = entry.filter(one -> one.concerns(file.person())).isPresent();
        cases.advance(file.number(), theirs ? "issue" : "look", facts);
    }
}
