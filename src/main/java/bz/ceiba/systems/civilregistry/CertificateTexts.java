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
    /** What the short form of a birth certificate says besides the name: nothing of parents, entry and annotations. */
    static final List<Field> SHORT = List.of(Field.SEX, Field.BORN_ON, Field.TOWN, Field.DISTRICT);

    private static final Locale SPANISH = Locale.of("es");

    private static final List<Field> PERMIT = List.of(
            Field.SEX,
            Field.DEAD_BORN_ON,
            Field.AGE,
            Field.DIED_ON,
            Field.TOWN,
            Field.DISTRICT,
            Field.DESCRIPTION,
            Field.CORONER_ORDER,
            Field.DISPOSAL,
            Field.DISPOSAL_PLACE);

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

    LocalizedText title(String paper) {
        String key = "civilregistry.pdf.title-" + paper;
        return LocalizedText.of(messages.text(Locale.ENGLISH, key), messages.text(SPANISH, key));
    }

    /** What anybody may show of a birth: the same for every child, whoever the parents are and whichever book the entry is in. */
    ObjectNode shortData(Entry entry) {
        ObjectNode data = data(entry, entry.kind().certificate(), SHORT);
        data.remove(List.of("entry", "registered_on"));
        return data;
    }

    ObjectNode data(Entry entry) {
        if (entry.event() == VitalEvent.ADOPTION) {
            return shortData(entry);
        }
        ObjectNode data =
                data(entry, entry.kind().certificate(), rules.of(entry.event()).certified(entry.today()));
        ArrayNode notes = data.putArray("annotations");
        entry.annotations().stream()
                // That a cause became known is nobody's business who reads a certificate.
                .filter(one -> one.ground() != Annotation.Ground.CAUSE_CERTIFIED)
                .forEach(one -> notes.addObject()
                        .put("ground", one.ground().name())
                        .put("on", LocalDate.ofInstant(one.at(), Country.ZONE).toString()));
        return data;
    }

    /** What a burial permit says. */
    ObjectNode permit(Entry entry) {
        return data(entry, IssueBurialPermit.TYPE, PERMIT);
    }

    private ObjectNode data(Entry entry, String type, List<Field> fields) {
        Facts today = entry.today();
        ObjectNode data = json.createObjectNode()
                .put("type", type)
                .put("entry", entry.reference().text())
                .put(
                        "registered_on",
                        LocalDate.ofInstant(entry.registeredAt(), Country.ZONE).toString());
        List<Field> said = new ArrayList<>();
        entry.event().principals().forEach(party -> said.addAll(party.names()));
        said.addAll(fields);
        for (Field field : said) {
            if (today.has(field)) {
                data.put(field.key(), today.get(field));
            }
        }
        return data;
    }

    CertificateText text(JsonNode data) {
        Kind kind = Kind.certifiedBy(data.path("type").asString("")).orElseThrow();
        return text(data, kind.event(), kind.paper(), rules.of(kind.event()).certified(Facts.of(data)));
    }

    CertificateText permitText(JsonNode data) {
        return text(data, VitalEvent.DEATH, IssueBurialPermit.TYPE, PERMIT);
    }

    private CertificateText text(JsonNode data, VitalEvent event, String paper, List<Field> fieldsSaid) {
        Facts facts = Facts.of(data);
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
        for (Field field : fieldsSaid) {
            boolean unknown = field == Field.SEX && facts.get(field).equals("unknown");
            if (facts.has(field) && !unknown) {
                rows.add(row(field.messageKey(), locale -> fields.words(field, facts.get(field), locale)));
            }
        }
        if (data.has("entry")) {
            rows.add(row("civilregistry.pdf.entry", locale -> data.path("entry").asString("")));
            rows.add(row(
                    "civilregistry.pdf.registered",
                    locale -> messages.date(
                            locale, LocalDate.parse(data.path("registered_on").asString("")))));
        }
        List<Row> notes = Stream.of(data.path("annotations"))
                .flatMap(JsonNode::valueStream)
                .map(note -> row(
                        "civilregistry.ground." + note.path("ground").asString(""),
                        locale -> messages.date(
                                locale, LocalDate.parse(note.path("on").asString("")))))
                .toList();
        return new CertificateText(
                title(paper).in(SPANISH),
                rows,
                notes,
                row("civilregistry.pdf.issued", locale -> ""),
                row("civilregistry.pdf.annotations", locale -> ""),
                row("civilregistry.pdf.statement-" + paper, locale -> ""));
    }

    /** What two show to who marries them. */
    CertificateText clearance(JsonNode data) {
        Facts facts = Facts.of(data);
        return new CertificateText(
                messages.text(
                        SPANISH,
                        "civilregistry.pdf.title-" + (data.path("licence").asBoolean() ? "licence" : "clearance")),
                List.of(
                        row(Field.ONE_NAME.messageKey(), locale -> facts.get(Field.ONE_NAME)),
                        row(Field.OTHER_NAME.messageKey(), locale -> facts.get(Field.OTHER_NAME)),
                        row(
                                "civilregistry.pdf.until",
                                locale -> messages.date(
                                        locale,
                                        LocalDate.parse(data.path("until").asString(""))))),
                List.of(),
                row("civilregistry.pdf.issued", locale -> ""),
                row("civilregistry.pdf.annotations", locale -> ""),
                row("civilregistry.pdf.statement-clearance", locale -> ""));
    }

    private Row row(String key, Function<Locale, String> value) {
        return new Row(
                messages.text(Locale.ENGLISH, key),
                messages.text(SPANISH, key),
                value.apply(Locale.ENGLISH),
                value.apply(SPANISH));
    }
}
