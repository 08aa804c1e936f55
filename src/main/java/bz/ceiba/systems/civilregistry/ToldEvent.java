package bz.ceiba.systems.civilregistry;

import java.time.Instant;
import java.time.LocalDate;

/** What the notifier told before; nothing of what became of it is his. */
public record ToldEvent(String number, LocalDate on, Instant at) {}
