package bz.ceiba.systems.civilregistry;

import java.time.LocalDate;

/** What the notifier told before; nothing of what became of it is his. */
public record ToldBirth(String number, LocalDate bornOn, java.time.Instant at) {}
