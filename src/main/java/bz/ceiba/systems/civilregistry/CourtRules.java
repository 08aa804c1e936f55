package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Of what a court orders: it is entered at once, nobody applies for it, and a court corrects its order by another one. */
interface CourtRules extends EventRules {
    @Override
    default List<Field> annotated() {
        return List.of();
    }

    @Override
    default List<Ground> grounds() {
        return List.of();
    }

    @Override
    default Optional<Likeness.Alike> alike(Facts one, Facts other) {
        return Optional.empty();
    }

    @Override
    default String received(CaseFile file, Timing timing, Facts facts, ObjectNode noted) {
        throw new IllegalStateException("nobody applies for a court's order here");
    }

    @Override
    default String registered(CaseFile file, Entry entry) {
        throw new IllegalStateException("nobody applies for a court's order here");
    }

    @Override
    default Optional<String> refused(Entry entry, Ground ground, Change change) {
        return Optional.of("other-ground");
    }

    @Override
    default void annotated(Entry now, List<Change> changes) {}

    @Override
    default void annulled(Entry now, @Nullable Annulled birth) {}
}
