package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
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

    private final RulesOfEvents rules;
    private final FieldRules fields;
    private final Messages messages;
    private final JsonMapper json;

    CertificateTexts(RulesOfEvents rules, FieldRules fields, Messages messages, JsonMapper json) {
        this.rules = rules;
        this.fields = fields;
        this.messages = messages;
        this.json = json;
    }

    LocalizedText title(Kind kind) {
        String key = "civilregistry.pdf.title-" + kind.paper();
        return LocalizedText.of(messages.text(Locale.ENGLISH, key), messages.text(SPANISH, key));
    }

    ObjectNode data(Entry entry) {
        Facts today = entry.today();
        ObjectNode data = json.createObjectNode()
                .put("type", entry.kind().certificate())
                .put("entry", entry.reference().text())
                .put(
                        "registered_on",
                        LocalDate.ofInstant(entry.registeredAt(), Country.ZONE).toString());
        List<Field> said = new ArrayList<>();
        entry.event().principals().forEach(party -> said.addAll(party.names()));
        said.addAll(rules.of(entry.event()).certified(today));
        for (Field field : said) {
            if (today.has(field)) {
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
        Kind kind = Kind.certifiedBy(data.path("type").asString("")).orElseThrow();
        VitalEvent event = kind.event();
        List<Row> rows = new ArrayList<>();
        for (Party party : event.principals()) {
            if (!facts.name(party).isEmpty()) {
                rows.add(row(
                        event.principals().size() == 1
                                ? "civilregistry.pdf.name"
                                : party.names().getFirst().messageKey(),
                        locale -> facts.name(party)));
            }
        }
        for (Field field : rules.of(event).certified(facts)) {
            boolean unknown = field == Field.SEX && facts.get(field).equals("unknown");
            if (facts.has(field) && !unknown) {
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
        return new CertificateText(
                title(kind).in(SPANISH),
                rows,
                notes,
                row("civilregistry.pdf.issued", locale -> ""),
                row("civilregistry.pdf.annotations", locale -> ""),
                row("civilregistry.pdf.statement-" + kind.paper(), locale -> ""));
    }

    private Row row(String key, Function<Locale, String> value) {
        return new Row(
                messages.text(Locale.ENGLISH, key),
                messages.text(SPANISH, key),
                value.apply(Locale.ENGLISH),
                value.apply(SPANISH));
    }
}
