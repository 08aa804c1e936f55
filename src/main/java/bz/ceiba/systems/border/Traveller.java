package bz.ceiba.systems.border;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.Locale;

/**
 * One who travels on a declaration.
 *
 * @param surname as the document or the traveller writes it
 * @param given may be empty
 * @param number of the travel document, in capitals without spaces
 * @param issuer the state or organisation that issued it, as ICAO codes it
 * @param nationality likewise
 * @param birth as {@code 1998-03-27}, with dashes for what is unknown
 * @param expiry likewise
 * @param sex {@code F}, {@code M} or empty
 * @param checked whether the document's own check digits were
 */
public record Traveller(
        String surname,
        String given,
        String number,
        String issuer,
        String nationality,
        String birth,
        String expiry,
        String sex,
        boolean checked) {
    /** Belize, as ICAO codes it. */
    public static final String HOME = "BLZ";

    static Traveller of(TravelDocument document) {
        return new Traveller(
                document.surname(),
                document.given(),
                document.number(),
                document.issuer(),
                document.nationality(),
                document.birth().toString(),
                document.expiry().toString(),
                document.sex(),
                true);
    }

    /** A document's number as it is compared: capitals without spaces and dashes. */
    static String plain(String number) {
        return number.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    @JsonIgnore
    public boolean isNational() {
        return nationality.equals(HOME);
    }

    public String name() {
        return (given + " " + surname).strip();
    }

    /** The number of which only the end is readable. */
    public String masked() {
        int shown = Math.min(3, number.length());
        return "•••" + number.substring(number.length() - shown);
    }

    boolean isExpired(LocalDate on) {
        return !expiry.contains("--") && LocalDate.parse(expiry).isBefore(on);
    }

    /** By which the document is found. */
    String documentKey() {
        return documentKey(issuer, number);
    }

    static String documentKey(String issuer, String number) {
        return IcaoStates.iso(issuer) + " " + plain(number);
    }
}
