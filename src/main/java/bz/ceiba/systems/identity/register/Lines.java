package bz.ceiba.systems.identity.register;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** A line of PostgreSQL's COPY in text form, column by column. */
final class Lines {
    private final StringBuilder line = new StringBuilder();

    Lines add(@Nullable Object value) {
        if (value == null) {
            line.append("\\N\t");
            return this;
        }
        String text = value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
        line.append('\t');
        return this;
    }

    /** An array of texts. */
    Lines add(List<String> values) {
        StringBuilder text = new StringBuilder("{");
        for (String value : values) {
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return add((Object) text.append('}'));
    }

    private byte[] bytes() {
        line.setCharAt(line.length() - 1, '\n');
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a line for each; answers how many. */
    static <T> int copy(Connection connection, String copy, List<T> rows, Function<T, Lines> line) throws SQLException {
        try (PGCopyOutputStream out = new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy)) {
            for (T row : rows) {
                out.write(line.apply(row).bytes());
            }
        } catch (IOException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new UncheckedIOException(e);
        }
        return rows.size();
    }
}
