package bz.ceiba.platform.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody typed into a form, read field by field; what is wrong is kept with a sentence that says what to do. */
public final class Typed {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n]]|[\\p{Cs}\\p{Co}\\p{Cn}]");
    private static final String GENERAL = "web.wrong.";

    private final Map<String, String> posted;
    private final Messages messages;
    private final Locale locale;
    private final String sentences;
    private final Map<String, String> errors = new LinkedHashMap<>();

    /** @param sentences what the keys of the form's own sentences begin with, such as {@code transport.wrong.} */
    public Typed(Map<String, String> posted, Messages messages, Locale locale, String sentences) {
        this.posted = new HashMap<>(posted);
        this.messages = messages;
        this.locale = locale;
        this.sentences = sentences;
    }

    public Map<String, String> values() {
        return Map.copyOf(posted);
    }

    /** By field, in the order in which they were read. */
    public Map<String, String> errors() {
        return new LinkedHashMap<>(errors);
    }

    /** Whether nothing is wrong of what was read. */
    public boolean isRight() {
        return errors.isEmpty();
    }

    /** The first thing that is wrong with a field counts. */
    public void wrong(String field, String sentence, Object... arguments) {
        errors.putIfAbsent(field, messages.text(locale, sentences + sentence, arguments));
    }

    /** With a sentence that every room has. */
    public void generallyWrong(String field, String sentence, Object... arguments) {
        errors.putIfAbsent(field, messages.text(locale, GENERAL + sentence, arguments));
    }

    /** As it was typed, without white space around it. */
    public String text(String field) {
        return posted.getOrDefault(field, "").replace("\r\n", "\n").strip();
    }

    /** A text of at most so many characters. */
    public String text(String field, int longest, boolean required) {
        String text = text(field);
        if (required && text.isEmpty()) {
            wrong(field, field + "-missing");
        } else if (text.length() > longest) {
            generallyWrong(field, "too-long", longest);
        } else if (CONTROL.matcher(text).find()) {
            generallyWrong(field, "characters");
        }
        return text;
    }

    /** As a text, and it must match. */
    public String text(String field, int longest, boolean required, Pattern form, String sentence) {
        String text = text(field, longest, required);
        if (!text.isEmpty() && !form.matcher(text).matches()) {
            wrong(field, sentence);
        }
        return text;
    }

    /** A text of so many characters, with one sentence for whatever else. */
    public String text(String field, int shortest, int longest, String sentence) {
        String text = text(field);
        if (text.length() < shortest || text.length() > longest) {
            wrong(field, sentence);
        }
        return text;
    }

    /** At least so many characters of why; the log and the versions keep it. */
    public String why(String field, int shortest, int longest) {
        String text = text(field, longest, true);
        if (!text.isEmpty() && text.length() < shortest) {
            generallyWrong(field, "why-short", shortest);
        }
        return text;
    }

    public boolean yes(String field) {
        return text(field).equals("true");
    }

    /** What a text means, or null when it means nothing. */
    public <T> @Nullable T read(String field, Function<String, Optional<T>> meaning, String sentence) {
        Optional<T> read = meaning.apply(text(field));
        if (read.isEmpty()) {
            wrong(field, sentence);
        }
        return read.orElse(null);
    }

    public <E extends Enum<E>> Optional<E> choice(String field, Class<E> type) {
        return choice(field, type, field + "-missing");
    }

    public <E extends Enum<E>> Optional<E> choice(String field, Class<E> type, String sentence) {
        String text = text(field);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return Optional.of(constant);
            }
        }
        wrong(field, sentence);
        return Optional.empty();
    }

    /** One of the choices, or null when none was made. */
    public @Nullable String choice(String field, List<String> choices) {
        String text = text(field);
        if (text.isEmpty()) {
            return null;
        }
        if (!choices.contains(text)) {
            generallyWrong(field, "characters");
        }
        return text;
    }

    /** One of these. */
    public String one(String field, Collection<String> choices, String sentence) {
        String text = text(field);
        if (!choices.contains(text)) {
            wrong(field, sentence);
        }
        return text;
    }

    /** A whole number, or null when it was left empty or is wrong. */
    public @Nullable Integer number(String field, int least, int most) {
        Integer number = whole(text(field), least, most).orElse(null);
        if (number == null && !text(field).isEmpty()) {
            generallyWrong(field, "number", least, most);
        }
        return number;
    }

    /** A whole number, or null when it is wrong, with one sentence for whatever is. */
    public @Nullable Integer number(String field, int least, int most, String sentence) {
        return read(field, text -> whole(text, least, most), sentence);
    }

    private static Optional<Integer> whole(String text, int least, int most) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,4}"))
                .map(Integer::valueOf)
                .filter(number -> number >= least && number <= most);
    }

    /** A whole date, or null when it was left empty or is wrong. */
    public @Nullable LocalDate date(String field, boolean required, LocalDate latest) {
        String day = text(field + ".day");
        String month = text(field + ".month");
        String year = text(field + ".year");
        if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
            if (required) {
                wrong(field, field + "-missing");
            }
            return null;
        }
        try {
            LocalDate date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
            if (date.getYear() < 1890 || date.isAfter(latest)) {
                generallyWrong(field, "date-range");
            }
            return date;
        } catch (NumberFormatException | DateTimeException e) {
            generallyWrong(field, "date");
            return null;
        }
    }
}
