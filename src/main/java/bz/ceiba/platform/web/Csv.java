package bz.ceiba.platform.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Tables as comma-separated values (RFC 4180). What somebody typed and a spreadsheet would take for a formula has an apostrophe before it, which
 * makes it a text there.
 */
public final class Csv {
    private static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private static final Pattern FORMULA = Pattern.compile("^[=+@\t\r-]");
    private static final Pattern NUMBER = Pattern.compile("[+-][0-9 .,]+");

    private final StringBuilder text = new StringBuilder();

    /** Adds a line; nothing stands for what is not there. */
    public Csv line(@Nullable Object... values) {
        return line(
                Arrays.stream(values).map(value -> Objects.toString(value, "")).toList());
    }

    public Csv line(List<String> values) {
        text.append(values.stream().map(Csv::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
        return this;
    }

    private static String quoted(String cell) {
        String value = FORMULA.matcher(cell).find() && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }

    /** The table as a file to keep. */
    public ResponseEntity<byte[]> as(String name) {
        return answer(name, CacheControl.empty());
    }

    /** The same, of which neither a browser nor anything between keeps a copy. */
    public ResponseEntity<byte[]> unkept(String name) {
        return answer(name, CacheControl.noStore());
    }

    private ResponseEntity<byte[]> answer(String name, CacheControl kept) {
        return ResponseEntity.ok()
                .cacheControl(kept)
                .contentType(TYPE)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
