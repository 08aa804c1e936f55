package bz.ceiba.platform.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Statements that go to the database together and are answered together. One that has a row of values, such as
 * {@code insert into t (a, b) values (?, ?)}, and is wanted several times goes as one with many rows. Their number is
 * always a power of two, so that few statements are there to be prepared.
 */
final class Exchange {
    private static final String VALUES = "values (";

    /** A statement has at most 65,535 values. */
    private static final int MOST_ROWS = 512;

    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    /** Adds a statement, once for each of these values and in their order. */
    void add(String statement, List<@Nullable Object[]> wanted) {
        for (List<@Nullable Object[]> part : parts(statement, wanted)) {
            sql.append(sql.isEmpty() ? "" : ";\n").append(repeated(statement, part.size()));
            part.forEach(row -> values.addAll(Arrays.asList(row)));
        }
    }

    void send(JdbcTemplate db) {
        if (!sql.isEmpty()) {
            db.update(sql.toString(), values.toArray());
        }
    }

    /** Sends one statement, once for each of these values, and answers the texts that it returns. */
    static Set<String> ask(JdbcTemplate db, String statement, List<@Nullable Object[]> wanted) {
        Set<String> answers = new HashSet<>();
        for (List<@Nullable Object[]> part : parts(statement, wanted)) {
            List<@Nullable Object> values = new ArrayList<>();
            part.forEach(row -> values.addAll(Arrays.asList(row)));
            answers.addAll(db.queryForList(repeated(statement, part.size()), String.class, values.toArray()));
        }
        return answers;
    }

    private static List<List<@Nullable Object[]>> parts(String statement, List<@Nullable Object[]> wanted) {
        int most = row(statement) == null ? 1 : MOST_ROWS;
        List<List<@Nullable Object[]>> parts = new ArrayList<>();
        for (int from = 0; from < wanted.size(); ) {
            int size = Math.min(most, Integer.highestOneBit(wanted.size() - from));
            parts.add(wanted.subList(from, from + size));
            from += size;
        }
        return parts;
    }

    /** The statement with its row of values so many times. */
    private static String repeated(String statement, int times) {
        String row = row(statement);
        if (times == 1 || row == null) {
            return statement;
        }
        return statement.replace(row, row + (", " + row).repeat(times - 1));
    }

    /** The statement's row of values with its brackets, or null if it has none or several. */
    private static @Nullable String row(String statement) {
        int begin = statement.indexOf(VALUES) + VALUES.length() - 1;
        if (begin < VALUES.length()) {
            return null;
        }
        int open = 0;
        for (int i = begin; i < statement.length(); i++) {
            open += switch (statement.charAt(i)) {
                case '(' -> 1;
                case ')' -> -1;
                default -> 0;
            };
            if (open == 0) {
                boolean last = !statement.substring(i + 1).stripLeading().startsWith(",");
                return last ? statement.substring(begin, i + 1) : null;
            }
        }
        return null;
    }
}
