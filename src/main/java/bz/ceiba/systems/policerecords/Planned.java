package bz.ceiba.systems.policerecords;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a certificate says.
 *
 * @param sequence which of its case's, from 1, with gaps where one was ordered and not made
 * @param issuedOn the day as at which the register was read
 * @param convictions what it discloses
 * @param data what is embedded in it
 */
record Planned(
        int sequence,
        Purpose purpose,
        LocalDate issuedOn,
        LocalDate validUntil,
        List<Map<String, String>> convictions,
        JsonNode data) {
    Planned {
        convictions = List.copyOf(convictions);
    }

    /** The same words in another one of the case's certificates. */
    Planned as(int newSequence) {
        return new Planned(newSequence, purpose, issuedOn, validUntil, convictions, data);
    }
}
