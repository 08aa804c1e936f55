package bz.ceiba.systems.civilregistry;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an entry says, field by field. */
public enum Field {
    DEAD_GIVEN(Type.NAME),
    DEAD_MIDDLE(Type.NAME),
    DEAD_FAMILY(Type.NAME),
    DEAD_NUMBER(Type.PERSON),
    DEAD_PAPER(Type.LINE),
    DEAD_BORN_ON(Type.DATE),
    AGE(Type.YEARS),
    DIED_ON(Type.DATE),
    DIED_ON_BY(Type.CHOICE, "known", "estimated", "found"),
    DIED_AT(Type.TIME),
    COUNTRY(Type.LINE),
    CHILD_GIVEN(Type.NAME),
    CHILD_MIDDLE(Type.NAME),
    CHILD_FAMILY(Type.NAME),
    SEX(Type.CHOICE, "F", "M", "unknown"),
    BORN_ON(Type.DATE),
    BORN_AT(Type.TIME),
    FACILITY(Type.FACILITY),
    DISTRICT(Type.DISTRICT),
    TOWN(Type.LINE),
    PLURALITY(Type.CHOICE, "1", "2", "3", "4"),
    BIRTH_ORDER(Type.CHOICE, "1", "2", "3", "4"),
    WEIGHT(Type.GRAMS),
    ATTENDED_BY(Type.CHOICE, "doctor", "nurse", "midwife", "other", "nobody"),
    MOTHER_NAME(Type.NAME),
    MOTHER_NUMBER(Type.PERSON),
    MOTHER_PAPER(Type.LINE),
    MOTHER_BORN_ON(Type.DATE),
    FATHER_BY(Type.CHOICE, "married", "joint", "court", "none"),
    FATHER_NAME(Type.NAME),
    FATHER_NUMBER(Type.PERSON),
    FATHER_PAPER(Type.LINE),
    COURT_ORDER(Type.LINE),
    FOUND_ON(Type.DATE),
    FOUND_AT(Type.LINE),
    FOUND_BY(Type.LINE),
    DESCRIPTION(Type.LINE),
    MARITAL(Type.CHOICE, "single", "married", "union", "widowed", "divorced"),
    OCCUPATION(Type.LINE),
    SURVIVOR_NAME(Type.NAME),
    SURVIVOR_NUMBER(Type.PERSON),
    MANNER(Type.CHOICE, "natural", "accident", "suicide", "homicide", "undetermined"),
    /** The underlying cause, by ICD-10. */
    CAUSE_CODE(Type.DISEASE),
    CAUSE(Type.LINE),
    CAUSE_BY(Type.NAME),
    CORONER_ORDER(Type.LINE),
    DISPOSAL(Type.CHOICE, "burial", "cremation", "abroad"),
    DISPOSAL_PLACE(Type.LINE),
    OLD_NUMBER(Type.LINE),
    OLD_BOOK(Type.LINE),
    CAPACITY(
            Type.CHOICE,
            "mother",
            "father",
            "relative",
            "present",
            "facility",
            "finder",
            "guardian",
            "self",
            "spouse",
            "child",
            "parent",
            "authority"),
    INFORMANT_NAME(Type.NAME),
    INFORMANT_NUMBER(Type.PERSON),
    HOME_DISTRICT(Type.DISTRICT),
    HOME_TOWN(Type.LINE),
    HOME_ADDRESS(Type.LINE),
    ONE_NAME(Type.NAME),
    ONE_NUMBER(Type.PERSON),
    OTHER_NAME(Type.NAME),
    OTHER_NUMBER(Type.PERSON),
    OTHER_PAPER(Type.LINE),
    OTHER_BORN(Type.DATE),
    MARRIED_ON(Type.DATE),
    MARRIED_AT(Type.LINE),
    CELEBRANT(Type.CHOICE, "registrar", "church", "abroad"),
    OFFICIANT(Type.NAME),
    WITNESS_ONE(Type.NAME),
    WITNESS_TWO(Type.NAME),
    /** The number of the certificate of no impediment, or of the licence. */
    CLEARANCE(Type.LINE),
    CONSENT_BY(Type.NAME),
    FAMILY_AFTER(Type.NAME),
    OTHER_FAMILY_AFTER(Type.NAME),
    /** The entry of the marriage that a decree ends. */
    MARRIAGE_ENTRY(Type.LINE),
    COURT(Type.LINE),
    ABSOLUTE_ON(Type.DATE),
    /** The entry of the birth of whom a court says that he is adopted; kept in no entry. */
    BIRTH_ENTRY(Type.LINE),
    ORDERED_ON(Type.DATE),
    /** When a marriage ended, and by which entry. */
    ENDED_ON(Type.DATE),
    ENDED_BY(Type.LINE),
    /** What the officers saw, as they wrote it. */
    EVIDENCE(Type.TEXT),
    /** In which parents and child are written to. */
    LANGUAGE(Type.LINE);

    enum Type {
        NAME,
        LINE,
        TEXT,
        CHOICE,
        DATE,
        TIME,
        FACILITY,
        DISTRICT,
        GRAMS,
        YEARS,
        DISEASE,
        PERSON
    }

    /** Of what somebody died: on no certificate, and shown to nobody but a registrar who asks for it, which the log keeps. */
    private static final Set<Field> GUARDED = EnumSet.of(MANNER, CAUSE_CODE, CAUSE, CAUSE_BY);

    private final Type type;
    /** Separated by spaces. */
    private final String choices;

    Field(Type type, String... choices) {
        this.type = type;
        this.choices = String.join(" ", choices);
    }

    public boolean isGuarded() {
        return GUARDED.contains(this);
    }

    Type type() {
        return type;
    }

    List<String> choices() {
        return choices.isEmpty() ? List.of() : List.of(choices.split(" ", -1));
    }

    /** As it is kept and told. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the form calls it. */
    public String form() {
        StringBuilder name = new StringBuilder();
        for (String part : key().split("_", -1)) {
            name.append(name.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return name.toString();
    }

    public String messageKey() {
        return "civilregistry.field." + key().replace('_', '-');
    }

    static Optional<Field> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }
}
