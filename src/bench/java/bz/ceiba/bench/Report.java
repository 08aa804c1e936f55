package bz.ceiba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured: a table that grows line by line, and JSON in {@code target/bench} at the end. */
final class Report {
    private record Row(String name, double value, String unit, String goal, boolean met) {}

    private final String name;
    private final List<Row> rows = new ArrayList<>();

    Report(String name) {
        this.name = name;
        System.out.printf("%n%-64s %12s %-8s %s%n", name, "figure", "unit", "goal");
    }

    /** Adds a figure without a goal. */
    void add(String what, double value, String unit) {
        add(new Row(what, value, unit, "", true));
    }

    /** Adds a figure with its goal. */
    void add(String what, double value, String unit, String goal, boolean met) {
        add(new Row(what, value, unit, goal, met));
    }

    private void add(Row row) {
        rows.add(row);
        System.out.printf(
                Locale.ROOT,
                "%-64s %12.2f %-8s %s%n",
                row.name(),
                row.value(),
                row.unit(),
                row.goal().isEmpty() ? "" : row.goal() + (row.met() ? ": met" : ": NOT met"));
    }

    /** Keeps the figures as JSON. */
    void keep() throws IOException {
        List<Map<String, Object>> figures = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> figure = new LinkedHashMap<>();
            figure.put("name", row.name());
            figure.put("value", row.value());
            figure.put("unit", row.unit());
            if (!row.goal().isEmpty()) {
                figure.put("goal", row.goal());
                figure.put("met", row.met());
            }
            figures.add(figure);
        }
        Path file = Path.of("target/bench", name + ".json");
        Files.createDirectories(file.getParent());
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(file, json.writeValueAsString(Map.of("bench", name, "figures", figures)));
        System.out.println(System.lineSeparator() + "as JSON: " + file);
    }
}
