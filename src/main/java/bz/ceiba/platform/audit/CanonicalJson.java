package bz.ceiba.platform.audit;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Objects whose values are texts in the JSON Canonicalization Scheme (RFC 8785): names sorted by UTF-16 code units
 * (3.2.3), no white space, and only those characters escaped that must be (3.2.2.2).
 */
final class CanonicalJson {
    private CanonicalJson() {}

    /** The object's only form. */
    static String object(Map<String, String> values) {
        StringBuilder json = new StringBuilder(32 + 24 * values.size());
        json.append('{');
        SortedMap<String, String> sorted = new TreeMap<>(values);
        for (Map.Entry<String, String> value : sorted.entrySet()) {
            if (json.length() > 1) {
                json.append(',');
            }
            text(value.getKey(), json);
            json.append(':');
            text(value.getValue(), json);
        }
        return json.append('}').toString();
    }

    /** A text with its quotation marks. */
    static void text(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
