package bz.ceiba.systems.civilregistry;

import java.time.LocalDate;

/**
 * A notice of a marriage as anybody may read it: names and place, and no number.
 *
 * @param caseNumber by which somebody says to which he objects
 * @param until the last day on which somebody may object
 */
public record PublicNotice(String caseNumber, String one, String other, String town, LocalDate from, LocalDate until) {}
