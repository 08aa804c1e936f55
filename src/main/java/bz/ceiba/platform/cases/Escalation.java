package bz.ceiba.platform.cases;

import java.time.Instant;
import java.time.LocalDate;

/** One time that an overdue case went a level up, to the supervisors of an agency. */
public record Escalation(LocalDate due, int level, String agency, Instant at) {}
