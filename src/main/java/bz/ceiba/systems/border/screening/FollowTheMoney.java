package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.systems.border.IcaoStates;
import bz.ceiba.systems.border.screening.WatchEntry.Document;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entities of FollowTheMoney, one in JSON on each line, as OpenSanctions publishes them (https://www.opensanctions.org/docs/entities/), or in its
 * {@linkplain SimpleTargets table}:
 * {@code Person}s with their names in whatever script, and {@code Passport}s and {@code Identification}s, which name their holder or, on lists of
 * stolen documents, nobody. What is about neither is left out and counted.
 */
final class FollowTheMoney {
    private static final long LONGEST = 256L << 20;
    private static final int LONGEST_LINE = 200_000;
    private static final int LONGEST_ID = 255;
    private static final int MOST = 500_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** A character that no database keeps. */
    private static final String NOTHING = "\\u0000";

    private static final Set<String> PAPERS = Set.of("Passport", "Identification");
    private static final List<String> NAMES = List.of("name", "alias", "weakAlias", "previousName");
    private static final List<String> NUMBERS = List.of("passportNumber", "idNumber", "number");
    private static final Map<String, String> COUNTRIES =
            Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
                    .collect(Collectors.toMap(code -> code.toLowerCase(Locale.ROOT), code -> Locale.of("", code)
                            .getISO3Country()));

    private FollowTheMoney() {}

    /**
     * What a file says.
     *
     * @param entries by their number on the list
     * @param skipped how many lines are about neither a person nor a document
     */
    record File(Map<String, ObjectNode> entries, int skipped) {}

    /**
     * Reads a file, packed by gzip or not.
     *
     * @throws Problem INVALID with the line that is wrong, and then nothing of it is taken: half a list would clear whom the other half means
     */
    static File read(JsonMapper json, byte[] content) {
        Map<String, ObjectNode> people = new LinkedHashMap<>();
        List<Paper> papers = new ArrayList<>();
        AtomicInteger skipped = new AtomicInteger();
        entities(json, content, entity -> {
            String schema = entity.path("schema").asString("");
            if (schema.equals("Person")) {
                people.put(entity.path("id").asString(""), entity);
                nested(entity, papers);
            } else if (PAPERS.contains(schema)) {
                List<String> holders = values(entity, "holder");
                (holders.isEmpty() ? List.of("") : holders).forEach(holder -> papers.add(new Paper(entity, holder)));
            } else {
                skipped.incrementAndGet();
            }
            if (people.size() + papers.size() > MOST) {
                throw tooLarge();
            }
        });
        papers.forEach(paper -> paper(paper, people));
        Map<String, ObjectNode> kept = new LinkedHashMap<>();
        people.forEach((id, entity) -> kept.put(id, kept(json, entity)));
        return new File(kept, skipped.get());
    }

    private static void entities(JsonMapper json, byte[] content, Consumer<ObjectNode> each) {
        try (InputStream bytes = new BufferedInputStream(unpacked(content))) {
            bytes.mark(LONGEST_LINE);
            int first = bytes.read();
            for (int i = 1; i < LONGEST_LINE && isBefore(first); i++) {
                first = bytes.read();
            }
            bytes.reset();
            if (first == '{') {
                lines(bytes, (line, number) -> each.accept(entity(json, line, number)));
            } else {
                SimpleTargets.read(json, bytes, LONGEST, (entity, number) -> each.accept(sound(entity, number)));
            }
        } catch (SimpleTargets.Broken e) {
            throw wrong(e.line());
        } catch (IOException e) {
            throw wrong(1);
        }
    }

    /** A blank, or of the byte order mark in UTF-8. */
    private static boolean isBefore(int octet) {
        return (octet >= 0 && octet <= ' ') || octet == 0xEF || octet == 0xBB || octet == 0xBF;
    }

    /** A document and the number of whom it belongs to, or nothing. */
    private record Paper(ObjectNode document, String holder) {}

    /** Documents that stand in their holder, as in {@code targets.nested.json}. */
    private static void nested(ObjectNode person, List<Paper> papers) {
        String holder = person.path("id").asString("");
        person.path("properties")
                .forEach(values -> values.forEach(value -> {
                    if (value instanceof ObjectNode one
                            && PAPERS.contains(one.path("schema").asString(""))) {
                        papers.add(new Paper(one, holder));
                    }
                }));
    }

    /** Calls with each line that is not blank and its number; never holds more than one, and none that is too long. */
    static void lines(InputStream bytes, ObjIntConsumer<String> each) {
        StringBuilder line = new StringBuilder();
        int number = 1;
        long read = 0;
        try (Reader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()))) {
            for (int c = text.read(); c >= 0; c = text.read()) {
                if (++read > LONGEST || line.length() > LONGEST_LINE) {
                    throw tooLarge();
                }
                if (c != '\n') {
                    if (c != BYTE_ORDER_MARK || read > 1) {
                        line.append((char) c);
                    }
                } else {
                    line(line, number++, each);
                }
            }
            line(line, number, each);
        } catch (IOException e) {
            throw wrong(number);
        }
    }

    private static void line(StringBuilder line, int number, ObjIntConsumer<String> each) {
        String text = line.toString();
        line.setLength(0);
        if (!text.isBlank()) {
            each.accept(text, number);
        }
    }

    static Problem tooLarge() {
        return new Problem(Problem.Kind.TOO_LARGE, "border.problem.list-large");
    }

    private static InputStream unpacked(byte[] content) throws IOException {
        boolean packed = content.length > 2 && (content[0] & 0xFF) == 0x1F && (content[1] & 0xFF) == 0x8B;
        InputStream bytes = new ByteArrayInputStream(content);
        return packed ? new GZIPInputStream(bytes) : bytes;
    }

    private static ObjectNode entity(JsonMapper json, String line, int number) {
        try {
            if (json.readTree(line) instanceof ObjectNode entity && !line.contains(NOTHING)) {
                return sound(entity, number);
            }
        } catch (JacksonException e) {
            throw wrong(number);
        }
        throw wrong(number);
    }

    private static ObjectNode sound(ObjectNode entity, int number) {
        JsonNode id = entity.path("id");
        if (!id.isString()
                || id.stringValue().isBlank()
                || id.stringValue().length() > LONGEST_ID
                || !entity.path("properties").isObject()) {
            throw wrong(number);
        }
        return entity;
    }

    private static Problem wrong(int line) {
        return new Problem(Problem.Kind.INVALID, "border.problem.list-line", Map.of("line", String.valueOf(line)));
    }

    /** Its holder gets the number; without one it stands by itself. */
    private static void paper(Paper of, Map<String, ObjectNode> people) {
        ObjectNode paper = of.document();
        ObjectNode person = people.get(of.holder());
        if (person == null) {
            people.put(paper.path("id").asString(""), paper);
            return;
        }
        ObjectNode properties = (ObjectNode) person.path("properties");
        ArrayNode numbers = properties.withArray("passportNumber");
        String issuer = countries(values(paper, "country")).stream().findFirst().orElse("");
        values(paper, "number").forEach(one -> numbers.add(issuer.isEmpty() ? one : issuer + ":" + one));
    }

    /** Only what is compared or shown, so that a list does not change by when it was looked at. */
    private static ObjectNode kept(JsonMapper json, ObjectNode entity) {
        ObjectNode kept = json.createObjectNode();
        kept.put("schema", entity.path("schema").asString(""));
        kept.put("caption", entity.path("caption").asString(""));
        for (String property : List.of(
                "name",
                "alias",
                "weakAlias",
                "previousName",
                "birthDate",
                "nationality",
                "citizenship",
                "country",
                "gender",
                "passportNumber",
                "idNumber",
                "number",
                "topics",
                "reason",
                "notes",
                "sourceUrl")) {
            List<String> values = values(entity, property);
            if (!values.isEmpty()) {
                ArrayNode all = kept.putArray(property);
                new TreeSet<>(values).forEach(all::add);
            }
        }
        return kept;
    }

    /** Values of a property; nested entities, as in {@code targets.nested.json}, by what they are called. */
    private static List<String> values(JsonNode entity, String property) {
        List<String> values = new ArrayList<>();
        JsonNode all = entity.path("properties").path(property);
        (all.isString() ? List.of(all) : all).forEach(value -> {
            if (value.isString()) {
                values.add(value.stringValue());
            } else if (value.path("id").isString()) {
                values.add(value.path("id").asString(""));
            }
        });
        return values;
    }

    private static List<String> kept(JsonNode content, String property) {
        List<String> values = new ArrayList<>();
        content.path(property).forEach(value -> values.add(value.asString("")));
        return values;
    }

    /** As travel documents code them; of a part of a state the state, and of what is none, or is no more, nothing. */
    private static List<String> countries(List<String> codes) {
        return codes.stream()
                .map(code -> code.toLowerCase(Locale.ROOT).replaceFirst("^([a-z]{2})-.*$", "$1"))
                .map(code -> COUNTRIES.getOrDefault(code, code.equals("xk") ? "RKS" : code.toUpperCase(Locale.ROOT)))
                .map(IcaoStates::iso)
                .filter(IcaoStates::isState)
                .distinct()
                .toList();
    }

    static String digest(JsonNode content) {
        return Sha256.hex(content.toString());
    }

    /** What is compared of an entry. */
    static WatchEntry compared(String list, String id, JsonNode content, String digest) {
        List<String> names = new ArrayList<>();
        if (content.path("schema").asString("").equals("Person")) {
            NAMES.forEach(property -> names.addAll(kept(content, property)));
        }
        List<String> nations = new ArrayList<>(kept(content, "nationality"));
        nations.addAll(kept(content, "citizenship"));
        List<String> countries = countries(kept(content, "country"));
        String issuer = countries.size() == 1 ? countries.getFirst() : "";
        List<Document> documents = new ArrayList<>();
        for (String property : NUMBERS) {
            for (String number : kept(content, property)) {
                int colon = number.indexOf(':');
                documents.add(
                        colon == 3
                                ? new Document(number.substring(0, 3), number.substring(4))
                                : new Document(issuer, number));
            }
        }
        String gender = kept(content, "gender").stream().findFirst().orElse("");
        return new WatchEntry(
                list,
                id,
                names,
                kept(content, "birthDate"),
                countries(nations),
                gender.equals("male") ? "M" : gender.equals("female") ? "F" : "",
                documents,
                digest);
    }

    /** An entry that an officer writes by hand. */
    static ObjectNode written(
            JsonMapper json,
            boolean document,
            List<String> names,
            @Nullable String born,
            String country,
            String number,
            String reason) {
        ObjectNode content = json.createObjectNode();
        content.put("schema", document ? "Passport" : "Person");
        content.put("caption", document ? number : names.getFirst());
        put(content, "name", names);
        put(content, "birthDate", born == null || born.isEmpty() ? List.of() : List.of(born));
        put(content, document ? "country" : "nationality", country.isEmpty() ? List.of() : List.of(country));
        put(content, document ? "number" : "passportNumber", number.isEmpty() ? List.of() : List.of(number));
        put(content, "reason", List.of(reason));
        return content;
    }

    private static void put(ObjectNode content, String property, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode all = content.putArray(property);
            values.forEach(all::add);
        }
    }
}
