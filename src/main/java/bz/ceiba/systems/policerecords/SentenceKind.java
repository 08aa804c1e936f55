package bz.ceiba.systems.policerecords;

import java.util.Locale;

/** What kind of sentence it was, for the rules of rehabilitation. */
public enum SentenceKind {
    CUSTODY,
    SUSPENDED,
    COMMUNITY,
    PROBATION,
    FINE,
    BOUND_OVER,
    DISCHARGE;

    /** The name in the country pack and in messages, such as {@code bound-over}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The message that names it. */
    public String messageKey() {
        return "policerecords.sentence-kind." + word();
    }

    /** Whether it lasts, so that its end must be known before it can be spent. */
    boolean lasts() {
        return switch (this) {
            case CUSTODY, SUSPENDED, COMMUNITY, PROBATION, BOUND_OVER -> true;
            case FINE, DISCHARGE -> false;
        };
    }
}
