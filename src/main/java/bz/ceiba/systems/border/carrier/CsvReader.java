package bz.ceiba.systems.border.carrier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lists as comma-separated values (RFC 4180) in UTF-8, for lines that have no EDIFACT: buses, ferries, small vessels. The first line names the
 * columns; each other line is a traveller, and says itself of which voyage and what it does to the list.
 */
final class CsvReader {
    private static final List<String> NEEDED =
            List.of("sent", "reference", "voyage", "from", "to", "departs", "function", "family", "given");

    private static final int LONGEST_CELL = 200;
    private static final int MOST_BREAKS = 20;
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Statement> people = new HashMap<>();

    /** By voyage and what it does; one file may hold several. */
    private final Map<String, CarrierMessage> messages = new LinkedHashMap<>();

    private String reference = "";

    private CsvReader() {}

    static FileRead read(byte[] content) {
        CsvReader reader = new CsvReader();
        Collection<CarrierMessage> all = reader.all(content);
        return new FileRead(reader.reference, "", List.copyOf(all), reader.faults);
    }

    private Collection<CarrierMessage> all(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            // Line by line what is broken shows: only those lines are lost.
            text = new String(content, StandardCharsets.UTF_8);
        }
        List<String> lines = text.replaceFirst("^\\uFEFF", "").lines().toList();
        List<String> columns = lines.isEmpty()
                ? List.of()
                : cells(lines.getFirst()).orElse(List.of()).stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        boolean twice = columns.stream().distinct().count() < columns.size();
        if (twice || !columns.containsAll(NEEDED)) {
            faults.add(Fault.lost(1, "columns", lines.isEmpty() ? "" : lines.getFirst()));
            return List.of();
        }
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                int more = broken(lines, i, columns.size());
                line(i + 1, String.join("\n", lines.subList(i, i + 1 + more)), columns);
                i += more;
            }
        }
        return messages.values();
    }

    /** How many more lines belong to one that breaks in a quoted cell; none when no few of them make it whole. */
    private static int broken(List<String> lines, int from, int columns) {
        StringBuilder record = new StringBuilder(lines.get(from));
        for (int more = 0; more <= MOST_BREAKS && from + more < lines.size(); more++) {
            if (more > 0) {
                record.append('\n').append(lines.get(from + more));
            }
            Optional<List<String>> cells = cells(record.toString());
            if (cells.isPresent()) {
                return cells.get().size() == columns ? more : 0;
            }
        }
        return 0;
    }

    private void line(int number, String line, List<String> columns) {
        Optional<List<String>> cells = cells(line);
        boolean control = line.chars().anyMatch(c -> c == 0xFFFD || (c < ' ' && c != '\n' && c != '\t'));
        if (control || cells.isEmpty() || cells.get().size() != columns.size()) {
            faults.add(Fault.lost(number, control ? "control-character" : "cells", line));
            return;
        }
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), cells.get().get(i).replaceAll("\\s+", " ").strip());
        }
        try {
            add(row, number, line);
        } catch (DateTimeException | IllegalArgumentException e) {
            faults.add(Fault.lost(number, "value", line));
        }
    }

    private void add(Map<String, String> row, int number, String line) {
        if (row.values().stream().anyMatch(cell -> cell.length() > LONGEST_CELL)) {
            throw new IllegalArgumentException("too long");
        }
        Function function = Function.valueOf(
                row.getOrDefault("function", "").toUpperCase(Locale.ROOT).replace('-', '_'));
        String voyage = row.getOrDefault("voyage", "").toUpperCase(Locale.ROOT);
        if (voyage.isEmpty()
                || (row.getOrDefault("family", "").isEmpty()
                        && row.getOrDefault("given", "").isEmpty())) {
            faults.add(Fault.lost(number, voyage.isEmpty() ? "no-voyage" : "no-name", line));
            return;
        }
        boolean crew = row.getOrDefault("crew", "").equalsIgnoreCase("yes");
        String said = row.getOrDefault("reference", "");
        CarrierMessage message = new CarrierMessage(
                said,
                new Stamp(instant(row.getOrDefault("sent", "")), said),
                voyage,
                row.getOrDefault("from", ""),
                row.getOrDefault("to", ""),
                instant(row.getOrDefault("departs", "")),
                row.getOrDefault("arrives", "").isEmpty() ? null : instant(row.getOrDefault("arrives", "")),
                crew,
                function,
                1,
                true,
                List.of(statement(row, crew)));
        String list = String.join(
                "/", said, message.voyage(), message.departs().toString(), function.name(), String.valueOf(crew));
        Statement one = message.statements().getFirst();
        if (one.isAnother(people.putIfAbsent(list + "/" + one.key(), one))) {
            faults.add(Fault.lost(number, "twice", line));
            return;
        }
        reference = said;
        messages.merge(list, message, CsvReader::joined);
    }

    private static Instant instant(String text) {
        Instant at = Instant.parse(text);
        if (at.isBefore(FIRST) || at.isAfter(LAST)) {
            throw new IllegalArgumentException("no time of ours");
        }
        return at;
    }

    private static CarrierMessage joined(CarrierMessage one, CarrierMessage more) {
        List<Statement> all = new ArrayList<>(one.statements());
        all.addAll(more.statements());
        return new CarrierMessage(
                one.reference(),
                one.stamp(),
                one.voyage(),
                one.from(),
                one.to(),
                one.departs(),
                one.arrives(),
                one.crew(),
                one.function(),
                one.part(),
                one.last(),
                all);
    }

    private static Statement statement(Map<String, String> row, boolean crew) {
        String born = row.getOrDefault("born", "");
        String expires = row.getOrDefault("document_expires", "");
        if (born.length() == 10) {
            LocalDate.parse(born);
        } else if (!born.matches("(\\d{4}(-(0[1-9]|1[0-2]))?)?")) {
            throw new IllegalArgumentException("born");
        }
        if (!expires.isEmpty()) {
            LocalDate.parse(expires);
        }
        String bags = row.getOrDefault("bags", "");
        return new Statement(
                row.getOrDefault("traveller", ""),
                crew,
                new Named(
                        row.getOrDefault("family", ""),
                        row.getOrDefault("given", ""),
                        born,
                        row.getOrDefault("sex", ""),
                        row.getOrDefault("nationality", ""),
                        row.getOrDefault("document_type", ""),
                        row.getOrDefault("document_number", "").toUpperCase(Locale.ROOT),
                        row.getOrDefault("document_issuer", ""),
                        expires,
                        row.getOrDefault("embarks", ""),
                        row.getOrDefault("disembarks", ""),
                        row.getOrDefault("seat", ""),
                        row.getOrDefault("booking", ""),
                        bags.isEmpty() ? 0 : Integer.parseInt(bags)));
    }

    /** Nothing when a quote is not closed. */
    private static Optional<List<String>> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return quoted ? Optional.empty() : Optional.of(cells);
    }
}
