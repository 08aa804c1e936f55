package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Marriages: the fields of their entries, and what may be annotated. How a notice becomes an entry says {@link RegisterMarriage}. */
@Component
class MarriageRules implements EventRules {
    private static final List<Field> NOTIFIED = List.of(
            Field.CLEARANCE,
            Field.MARRIED_ON,
            Field.MARRIED_AT,
            Field.DISTRICT,
            Field.TOWN,
            Field.ONE_NAME,
            Field.OTHER_NAME,
            Field.OFFICIANT,
            Field.WITNESS_ONE,
            Field.WITNESS_TWO);

    private static final Set<Field> NEVER_EMPTY = Set.of(Field.MARRIED_ON, Field.ONE_NAME, Field.OTHER_NAME);

    private final Solemnisations solemnisations;
    private final Tellings tellings;
    private final PublishEvents publish;

    MarriageRules(Solemnisations solemnisations, Tellings tellings, PublishEvents publish) {
        this.solemnisations = solemnisations;
        this.tellings = tellings;
        this.publish = publish;
    }

    @Override
    public VitalEvent event() {
        return VitalEvent.MARRIAGE;
    }

    @Override
    public List<Field> notified() {
        return NOTIFIED;
    }

    @Override
    public List<Field> needed(Kind kind) {
        return NOTIFIED.stream().filter(field -> field != Field.MARRIED_AT).toList();
    }

    @Override
    public List<Field> annotated() {
        return List.of(
                Field.ONE_NAME,
                Field.OTHER_NAME,
                Field.MARRIED_ON,
                Field.MARRIED_AT,
                Field.DISTRICT,
                Field.TOWN,
                Field.OFFICIANT,
                Field.WITNESS_ONE,
                Field.WITNESS_TWO);
    }

    @Override
    public List<Field> certified(Facts today) {
        return List.of(
                Field.MARRIED_ON,
                Field.MARRIED_AT,
                Field.TOWN,
                Field.DISTRICT,
                Field.OFFICIANT,
                Field.WITNESS_ONE,
                Field.WITNESS_TWO,
                Field.ENDED_ON);
    }

    @Override
    public List<Ground> grounds() {
        return List.of(Ground.CLERICAL, Ground.COURT_ORDER);
    }

    /** Whether one of them is married already is asked of the register; entries of the same marriage are found by that. */
    @Override
    public Optional<Likeness.Alike> alike(Facts one, Facts other) {
        return Optional.empty();
    }

    @Override
    public boolean same(Facts notified, Facts entered) {
        return notified.get(Field.CLEARANCE).equals(entered.get(Field.CLEARANCE));
    }

    @Override
    public void heard(Notifications.Notified notified) {
        if (notified.entry().isEmpty()) {
            solemnisations.heard(notified.facts());
        }
    }

    @Override
    public String received(CaseFile file, Timing timing, Facts facts, ObjectNode noted) {
        throw new IllegalStateException("marriages are received by " + ReceiveMarriage.class);
    }

    @Override
    public String registered(CaseFile file, Entry entry) {
        throw new IllegalStateException("marriages are registered by " + RegisterMarriage.class);
    }

    @Override
    public Optional<String> refused(Entry entry, Ground ground, Change change) {
        if (change.now() == null && NEVER_EMPTY.contains(change.field())) {
            return Optional.of("never-empty");
        }
        return grounds().contains(ground) ? Optional.empty() : Optional.of("other-ground");
    }

    /** The register of people takes no corrections of marriages. */
    @Override
    public void annotated(Entry now, List<Change> changes) {}

    @Override
    public void annulled(Entry now, @Nullable Annulled birth) {
        tellings.marriageEnd(now);
        now.persons().forEach(person -> publish.annulled(now, person));
    }
}
