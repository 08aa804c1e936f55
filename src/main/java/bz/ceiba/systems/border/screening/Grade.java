package bz.ceiba.systems.border.screening;

/** How much speaks for it that a traveller is whom a list means, the most first. None of them is proof: a person judges. */
public enum Grade {
    /** The very document stands on the list. */
    DOCUMENT,
    /** Name and whole birth date, and nothing against it. */
    STRONG,
    /** Name and part of the birth date, or with something against it. */
    POSSIBLE,
    /** The name alone: nobody knows when the one on the list was born. */
    NAME
}
