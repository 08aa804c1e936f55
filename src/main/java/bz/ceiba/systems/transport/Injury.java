package bz.ceiba.systems.transport;

/**
 * How badly somebody was hurt in a crash, by the definitions of the Glossary for Transport Statistics (UN/ECE, ITF, Eurostat); the worst one is also how
 * severe the crash is.
 */
public enum Injury {
    /** Died at once or within 30 days of it. */
    FATAL,
    /** Had to stay in a hospital for more than a day. */
    SERIOUS,
    /** Any other injury. */
    SLIGHT,
    /** Not hurt; of a crash: damage only. */
    NONE
}
