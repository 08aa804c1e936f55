package bz.ceiba.platform.audit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of an archive: the bytes that were sealed, and after a tab, where who acted is in them as a digest only, the salt in hexadecimal
 * digits, a space and who acted.
 */
final class ArchivedEntry {
    private static final int SALT_DIGITS = 32;

    private ArchivedEntry() {}

    /**
     * @param sealed the bytes that were hashed
     */
    static String line(StoredEntry entry, byte[] sealed) {
        String json = new String(sealed, StandardCharsets.UTF_8);
        UUID salt = entry.salt();
        return salt == null || !json.startsWith(start(salt, entry.actor()))
                ? json + "\n"
                : json + "\t" + salt.toString().replace("-", "") + " " + CanonicalJson.text(entry.actor()) + "\n";
    }

    private static String start(UUID salt, String actor) {
        return "{\"actor_digest\":\"" + StoredEntry.digest(salt, actor) + "\"";
    }

    /**
     * The leaf's hash, or null when what stands after the tab is not what the digest is of.
     */
    static byte @Nullable [] hash(String line) {
        int tab = line.indexOf('\t');
        String json = tab < 0 ? line : line.substring(0, tab);
        if (tab >= 0) {
            String opened = line.substring(tab + 1);
            if (!opened.matches("[0-9a-f]{32} .*") || !json.startsWith(start(salt(opened), actor(opened)))) {
                return null;
            }
        }
        return Hash.leaf(json.getBytes(StandardCharsets.UTF_8));
    }

    private static UUID salt(String opened) {
        String digits = opened.substring(0, SALT_DIGITS);
        return new UUID(
                HexFormat.fromHexDigitsToLong(digits, 0, SALT_DIGITS / 2),
                HexFormat.fromHexDigitsToLong(digits, SALT_DIGITS / 2, SALT_DIGITS));
    }

    private static String actor(String opened) {
        try {
            return tools.jackson.databind.json.JsonMapper.shared()
                    .readTree(opened.substring(SALT_DIGITS + 1))
                    .asString("");
        } catch (tools.jackson.core.JacksonException e) {
            return "";
        }
    }
}
