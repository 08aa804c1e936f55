package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody typed into a form, read field by field; what is wrong is kept with a sentence that says what to do. */
final class Typed {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n]]|[\\p{Cs}\\p{Co}\\p{Cn}]");

    private final Map<String, String> posted;
    private final Messages messages;
    private final Locale locale;
    private final Map<String, String> errors = new LinkedHashMap<>();

    Typed(Map<String, String> posted, Messages messages, Locale locale) {
        this.posted = new HashMap<>(posted);
        this.messages = messages;
        this.locale = locale;
    }

    Map<String, String> values() {
        return Map.copyOf(posted);
    }

    /** By field, in the order in which they were read. */
    Map<String, String> errors() {
        return new LinkedHashMap<>(errors);
    }

    void wrong(String field, String message, Object... arguments) {
        errors.putIfAbsent(field, messages.text(locale, "policerecords.wrong." + message, arguments));
    }

    private String raw(String field) {
        return posted.getOrDefault(field, "").replace("\r\n", "\n").strip();
    }

    /** A text of at most so many characters; one line unless it may have more. */
    String text(String field, int longest, boolean required) {
        String text = raw(field);
        if (required && text.isEmpty()) {
            wrong(field, field + "-missing");
        } else if (text.length() > longest) {
            wrong(field, "too-long", longest);
        } else if (CONTROL.matcher(text).find()) {
            wrong(field, "characters");
        }
        return text;
    }

    /** As a text, and it must match. */
    String text(String field, int longest, boolean required, Pattern form, String message) {
        String text = text(field, longest, required);
        if (!text.isEmpty() && !form.matcher(text).matches()) {
            wrong(field, message);
        }
        return text;
    }

    /** At least so many characters of why; the log and the versions keep it. */
    String why(String field, int shortest, int longest) {
        String text = text(field, longest, true);
        if (!text.isEmpty() && text.length() < shortest) {
            wrong(field, "why-short", shortest);
        }
        return text;
    }

    boolean yes(String field) {
        return raw(field).equals("true");
    }

    <E extends Enum<E>> Optional<E> choice(String field, Class<E> type) {
        String text = raw(field);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return Optional.of(constant);
            }
        }
        wrong(field, field + "-missing");
        return Optional.empty();
    }

    /** One of the choices, or null when none was made. */
    @Nullable
    String choice(String field, List<String> choices) {
        String text = raw(field);
        if (text.isEmpty()) {
            return null;
        }
        if (!choices.contains(text)) {
            wrong(field, "characters");
        }
        return text;
    }

    @Nullable
    Integer number(String field, int least, int most) {
        String text = raw(field);
        if (text.isEmpty()) {
            return null;
        }
        if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.valueOf(text);
        }
        wrong(field, "number", least, most);
        return null;
    }

    /** A whole date, or null when it was left empty or is wrong. */
    @Nullable
    LocalDate date(String field, boolean required, LocalDate latest) {
        String day = raw(field + ".day");
        String month = raw(field + ".month");
        String year = raw(field + ".year");
        if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
            if (required) {
                wrong(field, field + "-missing");
            }
            return null;
        }
        try {
            LocalDate date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
            if (date.getYear() < 1890 || date.isAfter(latest)) {
                wrong(field, "date-range");
            }
            return date;
        } catch (NumberFormatException | DateTimeException e) {
            wrong(field, "date");
            return null;
        }
    }

    /** A birth date as far as it was typed: the year alone, with the month, or with both. */
    BirthDate birth(String field, LocalDate latest) {
        Integer year = number(field + ".year", 1850, latest.getYear());
        Integer month = number(field + ".month", 1, 12);
        Integer day = number(field + ".day", 1, 31);
        if (errors.keySet().removeIf(key -> key.startsWith(field + "."))) {
            wrong(field, "date");
            return BirthDate.UNKNOWN;
        }
        try {
            BirthDate birth = new BirthDate(year, month, day);
            if (birth.earliest().filter(date -> date.isAfter(latest)).isPresent()) {
                wrong(field, "date-range");
            }
            return birth;
        } catch (IllegalArgumentException e) {
            wrong(field, "date");
            return BirthDate.UNKNOWN;
        }
    }
}
