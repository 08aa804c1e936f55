package bz.ceiba.systems.transport;

/** How far a driver has come in a class. */
public enum Stage {
    LEARNER,
    PROVISIONAL,
    FULL
}
