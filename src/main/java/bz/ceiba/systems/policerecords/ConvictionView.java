package bz.ceiba.systems.policerecords;

/** A conviction that is not sealed, as desks see it. */
public record ConvictionView(Conviction conviction, boolean spent) {}
