package bz.ceiba.systems.civilregistry;

import java.time.LocalDate;

/** A line of the index that a search found. */
public record OldFound(Reference reference, String names, LocalDate on, String where, String page) {}
