package bz.ceiba.systems.policerecords;

import java.util.Locale;

/** What kind of offence it was, for the rules of disclosure. */
public enum Category {
    VIOLENCE,
    WEAPONS,
    SEXUAL,
    DISHONESTY,
    DRUGS,
    TRAFFIC,
    OTHER;

    /** The message that names it. */
    public String messageKey() {
        return "policerecords.category." + name().toLowerCase(Locale.ROOT);
    }
}
