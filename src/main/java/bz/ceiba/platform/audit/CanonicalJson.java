package bz.ceiba.platform.audit;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON objects in the JSON Canonicalization Scheme (RFC 8785): names sorted by UTF-16 code units (3.2.3), no white
 * space, and only those characters escaped that must be (3.2.2.2).
 */
final class CanonicalJson {
    private CanonicalJson() {}

    /** The only form of an object whose values are texts. */
    static String object(Map<String, String> texts) {
        SortedMap<String, String> members = new TreeMap<>();
        texts.forEach((name, text) -> members.put(name, text(text)));
        return join(members);
    }

    /** An object whose values are canonical JSON already. */
    static String join(SortedMap<String, String> members) {
        StringBuilder json = new StringBuilder(32 + 32 * members.size());
        json.append('{');
        for (Map.Entry<String, String> member : members.entrySet()) {
            if (json.length() > 1) {
                json.append(',');
            }
            quote(member.getKey(), json);
            json.append(':').append(member.getValue());
        }
        return json.append('}').toString();
    }

    /** A text with its quotation marks. */
    static String text(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2);
        quote(text, json);
        return json.toString();
    }

    private static void quote(String text, StringBuilder json) {
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
