package bz.ceiba.systems.policerecords;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a certificate's page shows, read from the data that is embedded in it, so that both say the same.
 *
 * @param ending the last four digits of the identity number
 * @param born the date of birth as far as it is known, or nothing
 * @param purpose as the form names it
 * @param detail the country of the visa or the kind of licence, or nothing
 * @param recipient to whom it will be given, or nothing
 */
public record CertificateText(
        String holder,
        String ending,
        BirthDate born,
        String purpose,
        String detail,
        String recipient,
        List<Map<String, String>> convictions) {
    public CertificateText {
        convictions = List.copyOf(convictions);
    }

    static CertificateText of(JsonNode data) {
        return new CertificateText(
                data.path("holder").asString(""),
                data.path("identity_number_ending").asString(""),
                BirthDate.parse(data.path("born").asString("")),
                data.path("purpose").asString(""),
                data.path("country").asString(""),
                data.path("recipient").asString(""),
                data.path("convictions").valueStream().map(CertificateText::row).toList());
    }

    private static Map<String, String> row(JsonNode conviction) {
        Map<String, String> row = new TreeMap<>();
        conviction
                .propertyStream()
                .forEach(field -> row.put(field.getKey(), field.getValue().asString("")));
        return row;
    }

    /** The day of a conviction in a row. */
    public static LocalDate day(Map<String, String> row) {
        return LocalDate.parse(row.getOrDefault("convicted_on", ""));
    }
}
