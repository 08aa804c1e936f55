package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Adoptions: what a court orders, and what the entry in the book of adopted children says. How it is made says {@link EnterAdoption}. */
@Component
class AdoptionRules implements EventRules {
    /** What a court says of whom: the birth, the court and its order, the child from now on, and who adopts. */
    private static final List<Field> NOTIFIED = List.of(
            Field.BIRTH_ENTRY,
            Field.COURT,
            Field.COURT_ORDER,
            Field.ORDERED_ON,
            Field.CHILD_GIVEN,
            Field.CHILD_MIDDLE,
            Field.CHILD_FAMILY,
            Field.MOTHER_NAME,
            Field.MOTHER_NUMBER,
            Field.FATHER_NAME,
            Field.FATHER_NUMBER,
            Field.HOME_DISTRICT,
            Field.HOME_TOWN,
            Field.HOME_ADDRESS);

    @Override
    public VitalEvent event() {
        return VitalEvent.ADOPTION;
    }

    @Override
    public List<Field> notified() {
        return NOTIFIED;
    }

    @Override
    public List<Field> needed(Kind kind) {
        return List.of(
                Field.BIRTH_ENTRY,
                Field.COURT,
                Field.COURT_ORDER,
                Field.ORDERED_ON,
                Field.CHILD_GIVEN,
                Field.CHILD_FAMILY);
    }

    /** A court corrects its order by another one. */
    @Override
    public List<Field> annotated() {
        return List.of();
    }

    /** As the short form of every birth certificate. */
    @Override
    public List<Field> certified(Facts today) {
        return CertificateTexts.SHORT;
    }

    @Override
    public List<Ground> grounds() {
        return List.of();
    }

    @Override
    public Optional<Likeness.Alike> alike(Facts one, Facts other) {
        return Optional.empty();
    }

    @Override
    public boolean same(Facts notified, Facts entered) {
        return false;
    }

    @Override
    public void heard(Notifications.Notified notified) {
        throw new IllegalStateException("what a court says of an adoption is kept nowhere but in the entry");
    }

    @Override
    public String received(CaseFile file, Timing timing, Facts facts, ObjectNode noted) {
        throw new IllegalStateException("nobody applies for an adoption here");
    }

    @Override
    public String registered(CaseFile file, Entry entry) {
        throw new IllegalStateException("nobody applies for an adoption here");
    }

    @Override
    public Optional<String> refused(Entry entry, Ground ground, Change change) {
        return Optional.of("other-ground");
    }

    @Override
    public void annotated(Entry now, List<Change> changes) {}

    @Override
    public void annulled(Entry now, @Nullable Annulled birth) {}
}
