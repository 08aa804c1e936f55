package bz.ceiba.platform.web;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What somebody wrote as comma-separated values (RFC 4180); semicolons and tabs are taken too, as spreadsheets write them. The first line names the
 * columns.
 *
 * @param columns by the names of the fields, or as written
 * @param lines the others that are not empty
 * @param broken from which line on it can't be read, or 0; of one that names a column twice nobody knows what it means
 */
public record CsvLines(List<String> columns, List<Line> lines, long broken) {
    /** A line, and in which line of the text it begins. */
    public record Line(int number, Map<String, String> values) {}

    /** @param known columns, found in capitals or not */
    public static CsvLines read(String text, List<String> known) {
        String plain = text.replace("\uFEFF", "").stripLeading();
        String heads = plain.lines().findFirst().orElse("");
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(heads.contains("\t") ? '\t' : heads.contains(";") ? ';' : ',')
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
        List<String> columns = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        long begin = 1;
        try (CSVParser parser = CSVParser.parse(new StringReader(plain), format)) {
            for (CSVRecord record : parser) {
                if (columns.isEmpty()) {
                    record.forEach(name -> columns.add(named(name.strip(), known)));
                    if (known.stream().anyMatch(name -> Collections.frequency(columns, name) > 1)) {
                        return new CsvLines(columns, lines, begin);
                    }
                } else {
                    lines.add(new Line((int) begin, values(columns, record)));
                }
                begin = parser.getCurrentLineNumber() + 1;
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return new CsvLines(columns, lines, begin);
        }
        return new CsvLines(columns, lines, 0);
    }

    private static String named(String written, List<String> known) {
        return known.stream().filter(written::equalsIgnoreCase).findFirst().orElse(written);
    }

    private static Map<String, String> values(List<String> columns, CSVRecord record) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < record.size(); i++) {
            values.put(i < columns.size() ? columns.get(i) : "", record.get(i).strip());
        }
        return values;
    }
}
