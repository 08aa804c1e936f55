package bz.ceiba.platform.cases;

import java.time.Instant;

/** What an officer wrote for colleagues about a case. */
public record CaseNote(Instant at, String author, String text) {}
