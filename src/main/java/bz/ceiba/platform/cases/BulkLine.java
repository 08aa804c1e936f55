package bz.ceiba.platform.cases;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One application among many in a list.
 *
 * @param line where it stands in the list, from 1; the heads of the columns are line 1
 * @param text what to recognise it by
 * @param errors what is wrong, by column in the order of the form; empty when it may be sent
 * @param number of the case that it became, or empty
 */
public record BulkLine(int line, String text, Map<String, String> errors, String number) {
    public BulkLine {
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    }
}
