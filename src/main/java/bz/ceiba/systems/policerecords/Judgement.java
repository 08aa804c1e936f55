package bz.ceiba.systems.policerecords;

import java.time.Instant;

/**
 * What an officer judged of a candidate.
 *
 * @param why in his words, at least 10 characters
 * @param officer his identity number
 */
public record Judgement(Verdict verdict, String why, String officer, String officerName, Instant at) {}
