package bz.ceiba.platform.oversight;

/** Why looks are out of the ordinary. */
public enum Kind {
    /** The officer looked at his own data. */
    OWN,
    /** At somebody who holds an office in the agency for which he looked. */
    COLLEAGUE,
    /** At a relative. */
    RELATIVE,
    /** At somebody on the oversight authority's list. */
    WELL_KNOWN,
    /** Without a case, and neither a standing ground nor the keeping of a register explains it. */
    NO_CASE,
    /** At a case that a colleague has. */
    NOT_HIS,
    /** When the office is closed. */
    HOURS,
    /** At far more people in an hour than usual. */
    BULK_HOUR,
    /** At far more people in a day than usual. */
    BULK_DAY
}
