package bz.ceiba.systems.policerecords;

import java.util.Locale;

/** What a certificate is for; it decides what the certificate discloses. */
enum Purpose {
    EMPLOYMENT,
    VISA,
    LICENCE,
    ADOPTION,
    STUDY;

    /**
     * The purpose as the form names it.
     *
     * @throws IllegalArgumentException when the form knows no such purpose
     */
    static Purpose of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The message that names it. */
    String messageKey() {
        return "policerecords.purpose." + name().toLowerCase(Locale.ROOT);
    }

    /** Whether a certificate for this purpose shows a conviction of the category that is spent or is not. */
    boolean shows(Category category, boolean spent) {
        return switch (this) {
            case VISA, ADOPTION -> true;
            case EMPLOYMENT, STUDY -> !spent;
            case LICENCE -> !spent || category == Category.VIOLENCE || category == Category.WEAPONS;
        };
    }
}
