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
    private final OldBooks books;
    private final RulesOfEvents rules;
    private final Cases cases;
    private final JsonMapper json;

    CopyCertificate(Entries entries, OldBooks books, RulesOfEvents rules, Cases cases, JsonMapper json) {
        this.entries = entries;
        this.books = books;
        this.rules = rules;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        Optional<Reference> wanted = Reference.parse(file.form().path("entry").asString(""));
        Optional<Entry> entry = wanted.flatMap(entries::find)
                .filter(one -> one.event().copies().equals(file.service()) && !one.isAnnulled());
        // What only the index of old books has becomes an entry when an officer allows a certificate of it.
        Optional<Reference> old = wanted.filter(one -> entries.find(one).isEmpty())
                .flatMap(books::find)
                .filter(one -> one.kind().event().copies().equals(file.service()))
                .map(OldBooks.OldEntry::reference);
        ObjectNode facts = json.createObjectNode()
                .put(
                        "entry",
                        entry.map(Entry::reference)
                                .or(() -> old)
                                .map(Reference::text)
                                .orElse(""));
        boolean theirs =
                entry.filter(one -> rules.of(one.event()).mayHave(file, one)).isPresent();
        cases.advance(file.number(), theirs ? "issue" : "look", facts);
    }
}
