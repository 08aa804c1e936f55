package bz.ceiba.systems.transport;

import java.util.List;
import java.util.Map;

/**
 * What an officer at the roadside is told.
 *
 * @param reasons why it is not valid: the last words of message keys
 * @param shown what he compares with what he sees, by the last word of its message key
 */
public record RoadsideAnswer(Verdict verdict, List<String> reasons, Map<String, String> shown) {
    public RoadsideAnswer {
        reasons = List.copyOf(reasons);
        shown = Map.copyOf(shown);
    }
}
