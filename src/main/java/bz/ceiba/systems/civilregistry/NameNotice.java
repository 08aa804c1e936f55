package bz.ceiba.systems.civilregistry;

import java.time.LocalDate;

/** A name that is going to change, as anybody may read it. */
public record NameNotice(String oldName, String newName, LocalDate from, LocalDate until) {}
