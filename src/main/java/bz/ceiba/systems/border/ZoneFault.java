package bz.ceiba.systems.border;

/**
 * What is wrong in a machine-readable zone.
 *
 * @param line counted from 1
 * @param position in the line, counted from 1 as ICAO does
 * @param what the kind of fault
 */
public record ZoneFault(int line, int position, What what) {
    /** The kinds of fault. */
    public enum What {
        /** It has neither the lines nor the length of any of the five formats. */
        SHAPE,
        /** A line is shorter or longer than its format's. */
        LENGTH,
        /** A character that may not stand there. */
        CHARACTER,
        /** The number of the document and its check digit do not fit. */
        NUMBER,
        BIRTH,
        EXPIRY,
        /** The optional part and its check digit do not fit. */
        OPTIONAL,
        /** All fits but the check digit over all. */
        COMPOSITE,
        /** Nobody issues documents or is a national by this code. */
        STATE,
        SEX,
        NAME
    }
}
