package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.civilregistry.CertificateText.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a certificate says of an entry: the data that is embedded in it, and the page that is made from them. Nobody's identity number is
 * on it, for certificates are shown to many.
 */
@Component
class CertificateTexts {
    private static final Locale SPANISH = Locale.of("es");

    /** Of an entry on which somebody would have to look twice, nothing: how the father came to be entered, and who informed. */
    private static final List<Field> SAID = List.of(
            Field.CHILD_GIVEN,
            Field.CHILD_MIDDLE,
            Field.CHILD_FAMILY,
            Field.SEX,
            Field.BORN_ON,
            Field.BORN_AT,
            Field.FACILITY,
            Field.TOWN,
            Field.DISTRICT,
            Field.PLURALITY,
            Field.BIRTH_ORDER,
            Field.MOTHER_NAME,
            Field.FATHER_NAME);

    private final FieldRules fields;
    private final Messages messages;
    private final JsonMapper json;

    CertificateTexts(FieldRules fields, Messages messages, JsonMapper json) {
        this.fields = fields;
        this.messages = messages;
        this.json = json;
    }

    static String type(Kind kind) {
        return kind == Kind.STILLBIRTH ? "stillbirth-certificate" : "birth-certificate";
    }

    ObjectNode data(Entry entry) {
        Facts today = entry.today();
        ObjectNode data = json.createObjectNode()
                .put("type", type(entry.kind()))
                .put("entry", entry.reference().text())
                .put(
                        "registered_on",
                        LocalDate.ofInstant(entry.registeredAt(), Country.ZONE).toString());
        for (Field field : SAID) {
            boolean single = field == Field.PLURALITY || field == Field.BIRTH_ORDER;
            if (today.has(field) && (!single || today.isMultiple())) {
                data.put(field.key(), today.get(field));
            }
        }
        ArrayNode notes = data.putArray("annotations");
        entry.annotations().forEach(one -> notes.addObject()
                .put("ground", one.ground().name())
                .put("on", LocalDate.ofInstant(one.at(), Country.ZONE).toString()));
        return data;
    }

    CertificateText text(JsonNode data) {
        Facts facts = Facts.of(data);
        boolean stillbirth = data.path("type").asString("").equals(type(Kind.STILLBIRTH));
        List<Row> rows = new ArrayList<>();
        if (!facts.childName().isEmpty()) {
            rows.add(row("civilregistry.pdf.name", locale -> facts.childName()));
        }
        for (Field field : SAID) {
            boolean name = field == Field.CHILD_GIVEN || field == Field.CHILD_MIDDLE || field == Field.CHILD_FAMILY;
            boolean unknown = field == Field.SEX && facts.get(field).equals("unknown");
            if (facts.has(field) && !name && !unknown) {
                rows.add(row(field.messageKey(), locale -> fields.words(field, facts.get(field), locale)));
            }
        }
        rows.add(row("civilregistry.pdf.entry", locale -> data.path("entry").asString("")));
        rows.add(row(
                "civilregistry.pdf.registered",
                locale -> messages.date(
                        locale, LocalDate.parse(data.path("registered_on").asString("")))));
        List<Row> notes = Stream.of(data.path("annotations"))
                .flatMap(JsonNode::valueStream)
                .map(note -> row(
                        "civilregistry.ground." + note.path("ground").asString(""),
                        locale -> messages.date(
                                locale, LocalDate.parse(note.path("on").asString("")))))
                .toList();
        String statement = stillbirth ? "civilregistry.pdf.statement-stillbirth" : "civilregistry.pdf.statement";
        return new CertificateText(
                messages.text(SPANISH, "civilregistry.pdf.title-" + (stillbirth ? "stillbirth" : "birth")),
                rows,
                notes,
                row("civilregistry.pdf.issued", locale -> ""),
                row("civilregistry.pdf.annotations", locale -> ""),
                row(statement, locale -> ""));
    }

    private Row row(String key, Function<Locale, String> value) {
        return new Row(
                messages.text(Locale.ENGLISH, key),
                messages.text(SPANISH, key),
                value.apply(Locale.ENGLISH),
                value.apply(SPANISH));
    }
}
