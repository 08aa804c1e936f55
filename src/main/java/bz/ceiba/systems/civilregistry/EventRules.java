package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is particular to one kind of event: its fields and its law. All else the register does alike for every kind. */
interface EventRules {
    VitalEvent event();

    /** What a notifier tells, in the order of the form. */
    List<Field> notified();

    /** What a notification must say. */
    List<Field> needed(Kind kind);

    /** What may be corrected by annotation. */
    List<Field> annotated();

    /** What a certificate says, besides the names of whose entry it is. */
    List<Field> certified(Facts today);

    /** What is read from an old book of such entries; nothing where there are none to read. */
    default List<Field> transcribed() {
        return List.of();
    }

    /** The grounds on which an entry may be annotated, in the order of the form. */
    List<Ground> grounds();

    /** Whether two may be the same event, with reasons that an officer reads; empty when they are not alike enough to ask. */
    Optional<Likeness.Alike> alike(Facts one, Facts other);

    /** Whether an entry is beyond doubt of what was notified. */
    boolean same(Facts notified, Facts entered);

    /** After a notification that was not known, in its transaction. */
    void heard(Notifications.Notified notified);

    /** What an application is to be taken for, with what was notified of it. */
    default Facts applied(CaseFile file, Facts written, List<Notifications.Notified> notified) {
        return written;
    }

    /** Whether nothing of the law stands against the entry, looked at once more in its transaction; notes what does. */
    default boolean ready(CaseFile file, Facts facts, ObjectNode noted) {
        return true;
    }

    /** Whether an applicant gets a certificate of the entry without an officer's decision. May ask other registers. */
    default boolean mayHave(CaseFile file, Entry entry) {
        return entry.concerns(file.person());
    }

    /** Once an application was compared with the register: may note more of it. Answers the step that it takes. */
    String received(CaseFile file, Timing timing, Facts facts, ObjectNode noted);

    /** After the entry was made, in its transaction: what is to be told. Answers the step that the case takes. */
    String registered(CaseFile file, Entry entry);

    /** The last word of a message key {@code civilregistry.annotation.*} when the ground does not allow the change. */
    Optional<String> refused(Entry entry, Ground ground, Change change);

    /** After an annotation, in its transaction: what is to be told. */
    void annotated(Entry now, List<Change> changes);

    /** After the entry was taken back as a whole, in its transaction: what is to be told. */
    void annulled(Entry now, @Nullable Annulled birth);
}
