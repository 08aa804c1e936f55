package bz.ceiba.platform.web;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The texts of all rooms in all languages, from {@code messages/<room>.properties} (English) and
 * {@code messages/<room>_<language>.properties}, in UTF-8. A key begins with its room's name. A large room has several files, such as
 * {@code messages/<room>-<part>.properties}.
 *
 * <p>{@code {0}} or {@code {name}} in a text stands for an argument, {@code {name|date}} for one that is a day in ISO 8601 and
 * is written as the language writes days. There is no other syntax and nothing is escaped.
 */
public final class Messages {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH);
    private static final Pattern PLACE = Pattern.compile("\\{([a-z][A-Za-z-]*)(\\|date)?\\}");

    private final Map<String, Map<String, String>> byLanguage;
    private final List<String> languages;
    private final Map<String, DateTimeFormatter> formats = new ConcurrentHashMap<>();

    private Messages(Map<String, Map<String, String>> byLanguage, Map<String, Set<String>> rooms) {
        this.byLanguage = byLanguage;
        Set<String> all = rooms.getOrDefault("en", Set.of());
        this.languages = byLanguage.keySet().stream()
                .filter(language -> rooms.getOrDefault(language, Set.of()).containsAll(all))
                .sorted((a, b) -> a.equals("en") ? -1 : b.equals("en") ? 1 : a.compareTo(b))
                .toList();
    }

    /**
     * Reads all files on the class path.
     *
     * @throws IllegalStateException when a file can't be read or a key does not begin with its room's name
     */
    public static Messages load() {
        Map<String, Map<String, String>> languages = new HashMap<>();
        Map<String, Set<String>> rooms = new HashMap<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties")) {
                String name =
                        Optional.ofNullable(file.getFilename()).orElseThrow().replace(".properties", "");
                int underscore = name.indexOf('_');
                String room = name.replaceFirst("[-_].*", "");
                String language = underscore < 0 ? "en" : name.substring(underscore + 1);
                rooms.computeIfAbsent(language, l -> new HashSet<>()).add(room);
                Properties texts = new Properties();
                try (InputStreamReader in = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
                    texts.load(in);
                }
                Map<String, String> all = languages.computeIfAbsent(language, l -> new HashMap<>());
                for (String key : texts.stringPropertyNames()) {
                    if (!key.startsWith(room + ".")) {
                        throw new IllegalStateException(
                                "message key '" + key + "' in " + file + " must begin with '" + room + ".'");
                    }
                    all.put(key, texts.getProperty(key));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the messages can't be read: " + e.getMessage(), e);
        }
        return new Messages(languages, rooms);
    }

    /** The languages in which every room has texts, English first; one that only some pages have is a {@link GuestLanguage}. */
    public List<String> languages() {
        return languages;
    }

    /** The keys for which there is a text in a language. */
    public Set<String> keys(String language) {
        return Collections.unmodifiableSet(
                byLanguage.getOrDefault(language, Map.of()).keySet());
    }

    public boolean has(String key) {
        return byLanguage.getOrDefault("en", Map.of()).containsKey(key);
    }

    /** The text for a key in every language, as it stands. */
    public LocalizedText localized(String key) {
        Map<String, String> texts = new TreeMap<>();
        languages().forEach(language -> texts.put(language, raw(Locale.of(language), key)));
        return new LocalizedText(texts);
    }

    /** The text for a key in every language at once: who reads it may have another one than whom it was made for. */
    public String everywhere(String key) {
        return languages().stream()
                .map(language -> raw(Locale.of(language), key))
                .collect(Collectors.joining(" / "));
    }

    /**
     * The text for a key, with {@code {0}}, {@code {1}} and so on replaced.
     *
     * @throws IllegalArgumentException when the key is in no language
     */
    public String text(Locale locale, String key, Object... arguments) {
        String text = raw(locale, key);
        for (int i = 0; i < arguments.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return text;
    }

    /**
     * The text for a key, with {@code {name}} and {@code {name|date}} replaced by the argument of that name. What stands in
     * braces within an argument stays as it is.
     *
     * @throws IllegalArgumentException when the key is in no language
     */
    public String text(Locale locale, String key, Map<String, String> arguments) {
        return filled(locale, raw(locale, key), arguments);
    }

    /** A text from elsewhere, such as a service's definition, with its places filled likewise. */
    public String filled(Locale locale, String text, Map<String, String> arguments) {
        return PLACE.matcher(text).replaceAll(place -> {
            String argument = arguments.get(place.group(1));
            if (argument == null) {
                return Matcher.quoteReplacement(place.group());
            }
            boolean date = place.group(2) != null && !argument.isEmpty();
            return Matcher.quoteReplacement(date ? date(locale, LocalDate.parse(argument)) : argument);
        });
    }

    /** A day as the language writes it: 22 November 2026, 22 de noviembre de 2026. */
    public String date(Locale locale, LocalDate date) {
        return format(locale, "web.pattern.date").format(date);
    }

    /**
     * A day as far as it is known ({@code 1964-02-17}, {@code 1964-02}, {@code 1964}), as the language writes it: 17 February 1964, February 1964,
     * 1964. Dashes at the end stand for what is unknown; what is none of these stays as it is.
     */
    public String known(Locale locale, String day) {
        String known = day.replaceAll("-+$", "");
        try {
            return switch (known.length()) {
                case 10 -> date(locale, LocalDate.parse(known));
                case 7 -> format(locale, "web.pattern.month").format(YearMonth.parse(known));
                case 4 -> known;
                default -> day;
            };
        } catch (DateTimeParseException e) {
            return day;
        }
    }

    /** With the day of the week: Tuesday 24 November 2026. */
    String day(Locale locale, LocalDate date) {
        return format(locale, "web.pattern.day").format(date);
    }

    /** With the time in Belize: Tuesday 24 November 2026, 3:45 pm. */
    public String dateTime(Locale locale, Instant instant) {
        ZonedDateTime at = instant.atZone(Country.ZONE);
        return day(locale, at.toLocalDate()) + ", "
                + TIME.format(at).replace("AM", "am").replace("PM", "pm");
    }

    private DateTimeFormatter format(Locale locale, String key) {
        return formats.computeIfAbsent(
                locale.getLanguage() + key, k -> DateTimeFormatter.ofPattern(raw(locale, key), locale));
    }

    private String raw(Locale locale, String key) {
        String text = byLanguage.getOrDefault(locale.getLanguage(), Map.of()).get(key);
        if (text == null) {
            text = byLanguage.getOrDefault("en", Map.of()).get(key);
        }
        if (text == null) {
            throw new IllegalArgumentException("no message '" + key + "'");
        }
        return text;
    }
}
