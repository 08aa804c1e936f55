package bz.ceiba.platform.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What went wrong with a request, in terms the caller can act on (RFC 9457). Browsers see it as a page, programs as
 * {@code application/problem+json}. An impossible state is not a problem but an {@link IllegalStateException}.
 *
 * <p>The texts are the messages {@code <key>.title} and {@code <key>.detail}, where the key is {@code room.problem.name};
 * {@code {name}} in them stands for an argument.
 */
public final class Problem extends RuntimeException {
    /** The argument that says where to go from here; its words are the message {@code <key>.link}. */
    public static final String LINK = "link";

    /** The argument of {@link Kind#SIGN_IN_NEEDED} that says how one proves who one is (RFC 9110, 11.6.1), where that is not a token. */
    public static final String CHALLENGE = "challenge";

    /** What kind of answer a problem is, with its HTTP status. */
    public enum Kind {
        /** The request can't be understood. */
        MALFORMED(400),
        /** Nobody is signed in. */
        SIGN_IN_NEEDED(401),
        /** The one signed in may not do this. */
        FORBIDDEN(403),
        NOT_FOUND(404),
        /** Somebody was faster, or the thing is not in a state for this. */
        CONFLICT(409),
        /** It was there and is no more. */
        GONE(410),
        TOO_LARGE(413),
        UNSUPPORTED_TYPE(415),
        /** Understood, and wrong: see the fields. */
        INVALID(422),
        TOO_MANY(429),
        /** A part we depend on is not answering; the same request may succeed later. */
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /**
     * One field that is wrong.
     *
     * @param field the field's name as in the form or a JSON pointer
     * @param message the sentence that the person reads, already in his language
     */
    public record FieldError(String field, String message) {}

    private final Kind kind;
    private final String key;
    private final transient Map<String, String> arguments;
    private final transient Map<String, LocalizedText> texts;
    private final transient List<FieldError> fields;

    public Problem(Kind kind, String key) {
        this(kind, key, Map.of(), List.of());
    }

    public Problem(Kind kind, String key, Map<String, String> arguments) {
        this(kind, key, arguments, List.of());
    }

    public Problem(Kind kind, String key, Map<String, String> arguments, List<FieldError> fields) {
        this(kind, key, arguments, Map.of(), fields);
    }

    private Problem(
            Kind kind,
            String key,
            Map<String, String> arguments,
            Map<String, LocalizedText> texts,
            List<FieldError> fields) {
        super(key + " " + arguments);
        this.kind = kind;
        this.key = key;
        this.arguments = Map.copyOf(arguments);
        this.texts = Map.copyOf(texts);
        this.fields = List.copyOf(fields);
    }

    /** With arguments that each reader gets in his own language. */
    public static Problem of(Kind kind, String key, Map<String, String> arguments, Map<String, LocalizedText> texts) {
        return new Problem(kind, key, arguments, texts, List.of());
    }

    public Kind kind() {
        return kind;
    }

    public String key() {
        return key;
    }

    /** Those that are the same in every language. */
    public Map<String, String> arguments() {
        return arguments;
    }

    /** All, as somebody reads them. */
    public Map<String, String> arguments(Locale reader) {
        Map<String, String> all = new HashMap<>(arguments);
        texts.forEach((name, text) -> all.put(name, text.in(reader)));
        return all;
    }

    public List<FieldError> fields() {
        return fields;
    }

    /** What is wrong, in one line for a log or a list: each field with its sentence, or the key. */
    public String line() {
        return fields.isEmpty()
                ? key
                : fields.stream()
                        .map(fault -> fault.field() + ": " + fault.message())
                        .collect(Collectors.joining("; "));
    }
}
