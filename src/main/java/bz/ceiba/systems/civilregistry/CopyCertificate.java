package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an application for a certificate: whoever may have it gets it at once, of others an officer decides. */
@Component
@EffectName("civilregistry.copy")
class CopyCertificate implements CaseEffect {
    private final Entries entries;
    private final RulesOfEvents rules;
    private final Cases cases;
    private final JsonMapper json;

    CopyCertificate(Entries entries, RulesOfEvents rules, Cases cases, JsonMapper json) {
        this.entries = entries;
        this.rules = rules;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        Optional<Entry> entry = Reference.parse(file.form().path("entry").asString(""))
                .flatMap(entries::find)
                .filter(one -> one.event().copies().equals(file.service()) && !one.isAnnulled());
        ObjectNode facts = json.createObjectNode()
                .put("entry", entry.map(one -> one.reference().text()).orElse(""));
        boolean theirs =
                entry.filter(one -> rules.of(one.event()).mayHave(file, one)).isPresent();
        cases.advance(file.number(), theirs ? "issue" : "look", facts);
    }
}
