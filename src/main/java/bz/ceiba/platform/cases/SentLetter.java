package bz.ceiba.platform.cases;

import java.time.Instant;

/** A letter as it was sent. */
public record SentLetter(Instant at, String author, String subject, String text) {}
