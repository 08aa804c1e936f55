package bz.ceiba.systems.border.carrier;

/** What a carrier's message does to the list of a voyage. */
enum Function {
    /** All who are on it: whoever was named before and is not named now is off. */
    FULL,
    /** Some are added, or told anew. */
    CHANGE,
    /** Some do not travel. */
    CANCEL,
    /** The doors are closed: these are on board. */
    ON_BOARD,
    /** The doors are closed: these are not on board. */
    NOT_ON_BOARD,
    /** The voyage does not take place. */
    NO_VOYAGE
}
