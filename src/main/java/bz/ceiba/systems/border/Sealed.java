package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.ColumnKey;
import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Seals what travellers say, and makes the digests by which it is found. */
@Component
class Sealed {
    private final ColumnKey key;
    private final JsonMapper json;

    Sealed(Secrets secrets, JsonMapper json) {
        this.key = new ColumnKey(secrets, "border-column-key");
        this.json = json;
    }

    byte[] seal(Object value, String place) {
        return key.seal(json.writeValueAsBytes(value), place);
    }

    <T> T open(byte[] sealed, String place, Class<T> type) {
        return json.readValue(key.open(sealed, place), type);
    }

    JsonNode open(byte[] sealed, String place) {
        return json.readTree(key.open(sealed, place));
    }

    byte[] mac(Object value) {
        return key.mac(json.writeValueAsString(value));
    }

    byte[] mac(Traveller traveller) {
        return documentMac(traveller.documentKey());
    }

    byte[] documentMac(String documentKey) {
        return key.mac("document " + documentKey);
    }

    /** What a browser keeps to show that a draft was begun or opened with it. */
    String proof(Draft draft) {
        byte[] mac = key.mac("opened " + draft.id());
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    boolean isProof(Draft draft, String shown) {
        return MessageDigest.isEqual(
                proof(draft).getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
    }
}
