package bz.ceiba.systems.border.carrier;

/**
 * Where the carrier's list and what a traveller shows differ.
 *
 * @param field family, given, born, sex, nationality, documentNumber, documentIssuer or documentExpires
 * @param listed what the carrier says
 * @param shown what the document or declaration says
 */
public record Difference(String field, String listed, String shown) {}
