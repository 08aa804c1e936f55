package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Decrees of divorce and of nullity: a court, or an officer with its decree before him, notifies them, and {@link EnterDecree} enters them at once. */
@Component
class DecreeRules implements EventRules {
    private static final List<Field> NOTIFIED = List.of(
            Field.MARRIAGE_ENTRY, Field.COURT, Field.COURT_ORDER, Field.ABSOLUTE_ON, Field.ONE_NAME, Field.OTHER_NAME);

    /** It needs what notes annotations, which needs the rules of all events. */
    private final ObjectProvider<EnterDecree> enter;

    DecreeRules(ObjectProvider<EnterDecree> enter) {
        this.enter = enter;
    }

    @Override
    public VitalEvent event() {
        return VitalEvent.DECREE;
    }

    @Override
    public List<Field> notified() {
        return NOTIFIED;
    }

    @Override
    public List<Field> needed(Kind kind) {
        return NOTIFIED;
    }

    /** A court corrects its decree by another one. */
    @Override
    public List<Field> annotated() {
        return List.of();
    }

    @Override
    public List<Field> certified(Facts today) {
        return List.of(Field.MARRIAGE_ENTRY, Field.COURT, Field.COURT_ORDER, Field.ABSOLUTE_ON);
    }

    @Override
    public List<Ground> grounds() {
        return List.of();
    }

    @Override
    public Optional<Likeness.Alike> alike(Facts one, Facts other) {
        return Optional.empty();
    }

    /** The court and an officer may notify the same decree. */
    @Override
    public boolean same(Facts notified, Facts entered) {
        return notified.get(Field.MARRIAGE_ENTRY).equalsIgnoreCase(entered.get(Field.MARRIAGE_ENTRY))
                && notified.get(Field.COURT_ORDER).equalsIgnoreCase(entered.get(Field.COURT_ORDER));
    }

    @Override
    public void heard(Notifications.Notified notified) {
        if (notified.entry().isEmpty()) {
            enter.getObject().enter(notified);
        }
    }

    @Override
    public String received(CaseFile file, Timing timing, Facts facts, ObjectNode noted) {
        throw new IllegalStateException("nobody applies for a decree here");
    }

    @Override
    public String registered(CaseFile file, Entry entry) {
        throw new IllegalStateException("nobody applies for a decree here");
    }

    @Override
    public Optional<String> refused(Entry entry, Ground ground, Change change) {
        return Optional.of("other-ground");
    }

    @Override
    public void annotated(Entry now, List<Change> changes) {}

    /** A court takes its decree back by another one. */
    @Override
    public void annulled(Entry now, @Nullable Annulled birth) {}
}
