package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes all that rooms hold about somebody, record by record: for programs as JSON, for people as one page that prints well. */
@Component
class HeldCopy {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}.*");
    private static final String STYLE =
            "body{font:1.1rem/1.5 system-ui,sans-serif;color:#1a1d21;max-width:44rem;margin:0 auto;padding:1rem}"
                    + "dl{border-top:1px solid #c9cfd6;padding-top:.5rem;margin:0 0 1.5rem;break-inside:avoid}"
                    + "dt{font-weight:bold}dd{margin:0 0 .4rem;overflow-wrap:anywhere}";

    private final List<HeldAbout> rooms;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;

    HeldCopy(List<HeldAbout> rooms, Messages messages, JsonMapper json, Clock clock) {
        this.rooms = rooms.stream()
                .sorted((one, other) -> {
                    // One's identity first, the rest by name.
                    boolean first = one.room().equals("identity");
                    return first == other.room().equals("identity")
                            ? one.room().compareTo(other.room())
                            : first ? -1 : 1;
                })
                .toList();
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    /** {@code {"person": …, "at": …, "held": [{"room": …, "kind": …, "record": {…}}, …]}}. */
    void json(PersonNumber person, Writer out) throws IOException {
        out.write("{\"person\":\"" + person.digits() + "\",\"at\":\"" + clock.instant() + "\",\"held\":[");
        AtomicReference<String> separator = new AtomicReference<>("\n");
        for (HeldAbout room : rooms) {
            room.tell(
                    person,
                    held -> write(
                            out,
                            separator.getAndSet(",\n") + "{\"room\":\"" + room.room() + "\",\"kind\":\"" + held.kind()
                                    + "\",\"record\":" + held.json() + "}"));
        }
        out.write("\n]}\n");
    }

    /** A page of its own, in the reader's language, that needs nothing from elsewhere. */
    void html(PersonNumber person, Locale locale, Writer out) throws IOException {
        String title = messages.text(locale, "identity.download.file");
        out.write("<!doctype html><html lang=\"" + locale.getLanguage() + "\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" + escaped(title)
                + "</title><style>" + STYLE + "</style></head><body><main><h1>" + escaped(title) + "</h1><p>"
                + escaped(person.grouped() + ", " + messages.dateTime(locale, clock.instant())) + "</p>");
        for (HeldAbout room : rooms) {
            out.write("<h2>" + escaped(messages.text(locale, room.room() + ".about-you")) + "</h2>");
            AtomicReference<String> kind = new AtomicReference<>("");
            room.tell(person, held -> {
                if (!held.kind().equals(kind.getAndSet(held.kind()))) {
                    write(
                            out,
                            "<h3>" + escaped(messages.text(locale, room.room() + ".about-you." + held.kind()))
                                    + "</h3>");
                }
                write(out, "<dl>" + members(json.readTree(held.json()), locale) + "</dl>");
            });
            if ("".equals(kind.get())) {
                out.write("<p>" + escaped(messages.text(locale, "web.about-you.nothing")) + "</p>");
            }
        }
        out.write("</main></body></html>\n");
    }

    private String members(JsonNode record, Locale locale) {
        return record.propertyStream()
                .filter(one -> !one.getValue().isNull())
                .filter(one -> one.getValue().isValueNode() || !one.getValue().isEmpty())
                .map(one -> "<dt>" + escaped(label(one.getKey(), locale)) + "</dt><dd>" + value(one.getValue(), locale)
                        + "</dd>")
                .collect(Collectors.joining());
    }

    /** What rooms name by themselves, such as an agency's fields in a message, stands as it is. */
    private String label(String name, Locale locale) {
        String key = "web.about-you." + name;
        return messages.has(key) ? messages.text(locale, key) : name.replace('_', ' ');
    }

    private String value(JsonNode value, Locale locale) {
        if (value.isObject()) {
            JsonNode said = value.path(locale.getLanguage());
            return said.isString() ? escaped(said.stringValue()) : "<dl>" + members(value, locale) + "</dl>";
        }
        if (value.isArray()) {
            return value.isEmpty()
                    ? ""
                    : value.valueStream()
                            .map(one -> value(one, locale))
                            .collect(Collectors.joining(value.get(0).isObject() ? "" : ", "));
        }
        if (value.isBoolean()) {
            return escaped(messages.text(locale, value.booleanValue() ? "web.yes" : "web.no"));
        }
        return escaped(text(value.asString(""), locale));
    }

    private String text(String text, Locale locale) {
        if (DAY.matcher(text).matches()) {
            return messages.date(locale, LocalDate.parse(text));
        }
        if (TIME.matcher(text).matches()) {
            return messages.dateTime(locale, OffsetDateTime.parse(text).toInstant());
        }
        String key = "web.about-you.value." + text;
        return messages.has(key) ? messages.text(locale, key) : text;
    }

    private static String escaped(String text) {
        return Objects.requireNonNull(HtmlUtils.htmlEscape(text, "UTF-8"));
    }

    private static void write(Writer out, String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
