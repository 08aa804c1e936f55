package bz.ceiba.systems.border;

import java.time.LocalDate;

/**
 * What the machine-readable zone of a travel document says (ICAO Doc 9303).
 *
 * @param format of the zone
 * @param code the kind of document, such as {@code P}, {@code I} or {@code V}
 * @param issuer the state or organisation, as ICAO codes it
 * @param surname the primary identifier, with spaces where the zone has fillers
 * @param given the secondary identifier, likewise; may be empty
 * @param cut whether the name fills its place, so that some of it may be missing
 * @param number the document's, also where it is too long for its place
 * @param nationality as ICAO codes it
 * @param birth of which parts may be unknown
 * @param sex {@code F}, {@code M}, or empty where the document says nothing
 * @param expiry the last day on which it counts
 * @param optional what the issuer wrote besides, without the rest of a long number
 */
public record TravelDocument(
        ZoneFormat format,
        String code,
        String issuer,
        String surname,
        String given,
        boolean cut,
        String number,
        String nationality,
        PartialDate birth,
        String sex,
        PartialDate expiry,
        String optional) {
    /** Whether it ran out before a day. */
    public boolean isExpired(LocalDate on) {
        return expiry.whole().filter(last -> last.isBefore(on)).isPresent();
    }

    /** Whether it is made up: ICAO's specimens are of Utopia. */
    public boolean isSpecimen() {
        return issuer.equals(IcaoStates.SPECIMEN) || nationality.equals(IcaoStates.SPECIMEN);
    }
}
