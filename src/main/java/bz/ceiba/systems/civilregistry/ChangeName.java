package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** After an officer's approval: notes the new name on the entry of the birth, which stays, and has it told to the register of people. */
@Component
@EffectName("civilregistry.change-name")
class ChangeName implements CaseEffect {
    private final NameChanges changes;
    private final Entries entries;
    private final Annotate annotate;
    private final Cases cases;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    ChangeName(
            NameChanges changes,
            Entries entries,
            Annotate annotate,
            Cases cases,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.changes = changes;
        this.entries = entries;
        this.annotate = annotate;
        this.cases = cases;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void run(CaseFile seen) {
        transaction.executeWithoutResult(status -> {
            entries.lock();
            CaseFile file = cases.find(seen.number()).orElseThrow();
            if (!file.state().equals("approved")) {
                return;
            }
            Entry entry = changes.entry(file).orElseThrow();
            List<Change> changed = changes.changes(entry, file);
            if (!changed.isEmpty()) {
                annotate.note(entry, annotation(file, entry, changed));
            }
            cases.advance(file.number(), "annotated", json.createObjectNode());
        });
    }

    private Annotation annotation(CaseFile file, Entry entry, List<Change> changed) {
        CaseEvent approval = cases.last(file.number(), List.of("approve"))
                .orElseThrow(() -> new IllegalStateException(file.number() + " was not approved"));
        String deed = file.form().path("deedNumber").asString("");
        return new Annotation(
                entry.annotations().size() + 1,
                Ground.NAME_CHANGED,
                changed,
                "Application " + file.number() + (deed.isEmpty() ? "" : ", deed " + deed),
                approval.input().path("evidence").asString(""),
                approval.actor(),
                Objects.requireNonNull(approval.actorName()),
                null,
                null,
                clock.instant());
    }
}
