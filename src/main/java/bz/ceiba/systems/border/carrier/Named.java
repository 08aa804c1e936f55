package bz.ceiba.systems.border.carrier;

/**
 * What a carrier says of somebody; empty for what he does not say.
 *
 * @param born as {@code 1964-02-17}, {@code 1964-02} or {@code 1964}
 * @param sex F, M or X
 * @param nationality and the document's issuer: three letters (ISO 3166, ICAO 9303)
 * @param documentType P for a passport, as ICAO 9303 has it
 * @param from and to: where he begins and ends his journey
 */
public record Named(
        String family,
        String given,
        String born,
        String sex,
        String nationality,
        String documentType,
        String documentNumber,
        String documentIssuer,
        String documentExpires,
        String from,
        String to,
        String seat,
        String booking,
        int bags) {}
