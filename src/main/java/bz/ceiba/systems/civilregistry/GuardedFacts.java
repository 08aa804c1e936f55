package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.ColumnKey;
import bz.ceiba.platform.kernel.Secrets;
import bz.ceiba.platform.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How facts stand in the database: what is for few eyes is sealed there, field by field, under {@code secrets/civilregistry-guarded-key}. */
@Component
class GuardedFacts {
    private static final String SEALED = "sealed:";

    private final ColumnKey key;
    private final JsonMapper json;

    GuardedFacts(Secrets secrets, JsonMapper json) {
        this.key = new ColumnKey(secrets, "civilregistry-guarded-key");
        this.json = json;
    }

    /** As they are kept. */
    String kept(Facts facts) {
        ObjectNode node = facts.json();
        facts.fields().forEach(field -> node.put(field.key(), sealed(field, facts.get(field))));
        return node.toString();
    }

    /** As they are read; what was kept before it was sealed is read as it is. */
    Facts read(String kept) {
        JsonNode node = json.readTree(kept);
        Facts facts = Facts.of(node);
        for (Field field : facts.fields()) {
            facts = facts.with(field, opened(field, facts.get(field)));
        }
        return facts;
    }

    /** One value as it is kept, or null. */
    @Nullable
    String sealed(Field field, @Nullable String value) {
        if (value == null || !field.isGuarded()) {
            return value;
        }
        return SEALED
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.seal(value.getBytes(StandardCharsets.UTF_8), field.key()));
    }

    /** One value as it is read, or null. */
    @Nullable
    String opened(Field field, @Nullable String kept) {
        if (kept == null || !field.isGuarded() || !kept.startsWith(SEALED)) {
            return kept;
        }
        byte[] sealed = Base64.getUrlDecoder().decode(kept.substring(SEALED.length()));
        return new String(key.open(sealed, field.key()), StandardCharsets.UTF_8);
    }

    /** By which the same notification is known again; nobody tries causes against that of a death without the key. */
    byte[] fingerprint(Kind kind, Facts facts) {
        String all = kind + "\n" + facts.json();
        return facts.fields().stream().anyMatch(Field::isGuarded) ? key.mac(all) : Sha256.of(all);
    }
}
