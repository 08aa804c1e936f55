package bz.ceiba.systems.policerecords;

import java.util.Locale;

/** What an officer says of a candidate. */
public enum Verdict {
    /** The record is the applicant's. */
    YES,
    /** It is somebody else's. */
    NO,
    /** It can't be told yet; the candidate stays unjudged. */
    UNSURE;

    /** The message that names it. */
    public String messageKey() {
        return "policerecords.verdict." + name().toLowerCase(Locale.ROOT);
    }
}
