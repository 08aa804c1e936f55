package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose name an application changes, on what it rests, and what of the entry changes by it. */
@Component
class NameChanges {
    private final Entries entries;
    private final UnionRules rules;
    private final Clock clock;

    NameChanges(Entries entries, UnionRules rules, Clock clock) {
        this.entries = entries;
        this.rules = rules;
        this.clock = clock;
    }

    /** The entry of the birth of the applicant, or of a child of his who is under age and whose name he may change; empty for any other. */
    Optional<Entry> entry(CaseFile file) {
        PersonNumber applicant = file.person();
        return Reference.parse(file.form().path("entry").asString(""))
                .flatMap(entries::find)
                .filter(entry -> entry.event() == VitalEvent.BIRTH && !entry.isAnnulled() && entry.child() != null)
                .filter(entry -> applicant.equals(entry.child()) || (isMinor(entry) && entry.concerns(applicant)))
                .filter(entry -> applicant.equals(entry.child())
                        || file.form().path("ground").asString("").equals("deed"));
    }

    private boolean isMinor(Entry entry) {
        LocalDate today = Country.today(clock);
        return Period.between(entry.today().bornOn(), today).getYears()
                < rules.on(today).adultAge();
    }

    /** The word {@code deed}, or the entry of the marriage or decree that gives the name; nothing when there is none. */
    String basis(CaseFile file) {
        String family = file.form().path("newFamily").asString("");
        return switch (file.form().path("ground").asString("")) {
            case "deed" -> "deed";
            case "marriage" -> marriage(file.person(), family);
            case "divorce" -> divorce(file.person());
            default -> "";
        };
    }

    private String marriage(PersonNumber person, String family) {
        return marriages(person)
                .filter(entry -> !entry.today().has(Field.ENDED_ON))
                .filter(entry -> spouseName(entry, person)
                        .toLowerCase(java.util.Locale.ROOT)
                        .contains(family.toLowerCase(java.util.Locale.ROOT)))
                .findFirst()
                .map(entry -> entry.reference().text())
                .orElse("");
    }

    private static String spouseName(Entry marriage, PersonNumber person) {
        Facts today = marriage.today();
        return today.person(Field.ONE_NUMBER).equals(Optional.of(person))
                ? today.get(Field.OTHER_NAME)
                : today.get(Field.ONE_NAME);
    }

    private String divorce(PersonNumber person) {
        return marriages(person)
                .filter(entry -> entry.has(Ground.DIVORCED) || entry.has(Ground.NULLIFIED))
                .findFirst()
                .map(entry -> entry.today().get(Field.ENDED_BY))
                .orElse("");
    }

    private java.util.stream.Stream<Entry> marriages(PersonNumber person) {
        return entries.of(person).stream().filter(entry -> entry.event() == VitalEvent.MARRIAGE && !entry.isAnnulled());
    }

    /** What of the entry changes; a deed says the whole name, a marriage or divorce the family name. */
    List<Change> changes(Entry entry, CaseFile file) {
        List<Change> changes = new ArrayList<>();
        if (file.form().path("ground").asString("").equals("deed")) {
            add(changes, entry, Field.CHILD_GIVEN, file.form().path("newGiven").asString(""));
            add(
                    changes,
                    entry,
                    Field.CHILD_MIDDLE,
                    file.form().path("newMiddle").asString(""));
        }
        add(changes, entry, Field.CHILD_FAMILY, file.form().path("newFamily").asString(""));
        return changes;
    }

    private static void add(List<Change> changes, Entry entry, Field field, String now) {
        String old = entry.today().get(field);
        if (!old.equals(now)) {
            changes.add(new Change(field, orNull(old), orNull(now)));
        }
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
