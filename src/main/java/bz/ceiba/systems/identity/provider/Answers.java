package bz.ceiba.systems.identity.provider;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What programs of relying parties are answered. */
final class Answers {
    private static final JsonMapper JSON = new JsonMapper();

    private Answers() {}

    /** An error of RFC 6749, 5.2; in a description stand printable ASCII characters only. */
    static void error(HttpServletResponse response, int status, String error, @Nullable String description)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        if (description != null) {
            body.put("error_description", printable(description));
        }
        json(response, status, body);
    }

    /** A description without the signs that may not stand in one. */
    static String printable(String description) {
        return description.replaceAll("[^\\x20-\\x7E]|[\"\\\\]", "'");
    }

    /** Leads a browser on, by GET; the container's own redirect goes past the filters that add cookies and headers. */
    static void seeOther(HttpServletResponse response, String to) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", to);
    }

    /** Nobody between keeps it. */
    static void json(HttpServletResponse response, int status, Map<String, ?> body) throws IOException {
        write(response, status, "application/json", JSON.writeValueAsString(body));
    }

    static void write(HttpServletResponse response, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
