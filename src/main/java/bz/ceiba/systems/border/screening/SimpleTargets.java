package bz.ceiba.systems.border.screening;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table that OpenSanctions publishes as {@code targets.simple.csv} (https://www.opensanctions.org/docs/bulk/csv/), as entities of
 * FollowTheMoney: a line for each, several values of a cell with semicolons between them. It says of a country only that it has to do with somebody,
 * and of a number neither what it is of nor who gave it.
 */
final class SimpleTargets {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final List<String> NEEDED = List.of("id", "schema", "name");

    /** Properties by the columns that are read. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "name", "name",
            "aliases", "alias",
            "birth_date", "birthDate",
            "countries", "country",
            "identifiers", "idNumber",
            "sanctions", "notes");

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(false)
            .get();

    /** In which line of the file something is no line of such a table. */
    static final class Broken extends Exception {
        private final int line;

        Broken(int line) {
            super("line " + line);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    private SimpleTargets() {}

    /**
     * Calls with each entity and the line in which it begins.
     *
     * @throws bz.ceiba.platform.kernel.Problem TOO_LARGE when there are more bytes than so many
     */
    static void read(JsonMapper json, InputStream bytes, long most, ObjIntConsumer<ObjectNode> each) throws Broken {
        int begin = 1;
        try (Reader text = new BufferedReader(
                        new InputStreamReader(new Some(bytes, most), StandardCharsets.UTF_8.newDecoder()));
                CSVParser table = table(text)) {
            List<String> columns = table.getHeaderNames().stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (!columns.containsAll(NEEDED)) {
                throw new Broken(1);
            }
            begin = (int) table.getCurrentLineNumber() + 1;
            for (CSVRecord record : table) {
                if (record.size() != columns.size() || record.stream().anyMatch(cell -> cell.indexOf('\0') >= 0)) {
                    throw new Broken(begin);
                }
                each.accept(entity(json, columns, record), begin);
                begin = (int) table.getCurrentLineNumber() + 1;
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw new Broken(begin);
        }
    }

    private static CSVParser table(Reader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return CSVParser.parse(text, FORMAT);
    }

    /** Bytes of which no more than so many are read. */
    private static final class Some extends FilterInputStream {
        private long left;

        Some(InputStream all, long most) {
            super(all);
            left = most;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = super.read(into, from, length);
            left -= got;
            if (left < 0) {
                throw FollowTheMoney.tooLarge();
            }
            return got;
        }
    }

    private static ObjectNode entity(JsonMapper json, List<String> columns, CSVRecord record) {
        ObjectNode entity = json.createObjectNode();
        ObjectNode properties = json.createObjectNode();
        for (int i = 0; i < columns.size(); i++) {
            String cell = record.get(i).strip();
            String property = PROPERTIES.get(columns.get(i));
            if (property != null) {
                ArrayNode values = properties.putArray(property);
                Arrays.stream(columns.get(i).equals("name") ? new String[] {cell} : cell.split(";", -1))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .forEach(values::add);
            } else if (NEEDED.contains(columns.get(i))) {
                entity.put(columns.get(i), cell);
            }
            if (columns.get(i).equals("name")) {
                entity.put("caption", cell);
            }
        }
        entity.set("properties", properties);
        return entity;
    }
}
