package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** What an officer typed to draft an agreement, and what is wrong with it. */
public final class DraftForm {
    private static final String GRANT = "grant.";
    private static final int LONGEST_TEXT = 1_000;
    private static final int LARGEST_VOLUME = 10_000_000;
    private static final int LAST_YEAR = 9_999;
    private static final int LONGEST_DAYS = 36_525;

    private final MultiValueMap<String, String> typed;
    private final Service service;
    private final Messages messages;
    private final Locale locale;
    private final Map<String, String> errors = new LinkedHashMap<>();

    DraftForm(MultiValueMap<String, String> typed, Service service, Messages messages, Locale locale) {
        this.typed = typed;
        this.service = service;
        this.messages = messages;
        this.locale = locale;
    }

    /** The values of an earlier version, as if somebody had typed them. */
    static void fill(MultiValueMap<String, String> typed, Agreement model) {
        texts(typed, "title", model.title());
        texts(typed, "ground", model.ground());
        if (model.standing() != null) {
            texts(typed, "standing", model.standing());
        }
        typed.set("basis", model.basis().id());
        typed.set("retentionDays", String.valueOf(model.retentionDays()));
        typed.set("volume", String.valueOf(model.volume()));
        model.grants().forEach((purpose, pointers) -> typed.put(GRANT + purpose, List.copyOf(pointers)));
    }

    private static void texts(MultiValueMap<String, String> typed, String name, LocalizedText text) {
        text.texts().forEach((language, words) -> typed.set(name + "." + language, words));
    }

    public String value(String name) {
        String value = typed.getFirst(name);
        return value == null ? "" : value.strip();
    }

    public boolean isGranted(String purpose, String pointer) {
        return typed.getOrDefault(GRANT + purpose, List.of()).contains(pointer);
    }

    public Map<String, String> errors() {
        return errors;
    }

    private void wrong(String field, String key, Object... arguments) {
        errors.putIfAbsent(field, messages.text(locale, key, arguments));
    }

    private Optional<LocalizedText> text(String name, boolean needed) {
        Map<String, String> texts = new TreeMap<>();
        for (String language : messages.languages()) {
            String words = value(name + "." + language);
            if (words.length() > LONGEST_TEXT) {
                wrong(name + "." + language, "exchange.draft.long", LONGEST_TEXT);
            } else if (!words.isEmpty()) {
                texts.put(language, words);
            }
        }
        if (texts.isEmpty() && !needed) {
            return Optional.empty();
        }
        for (String language : messages.languages()) {
            if (!texts.containsKey(language)) {
                wrong(name + "." + language, "exchange.draft.missing." + name + "." + language);
            }
        }
        return texts.size() == messages.languages().size() ? Optional.of(new LocalizedText(texts)) : Optional.empty();
    }

    private int number(String name, int largest) {
        try {
            int number = Integer.parseInt(value(name).replace(",", ""));
            if (number >= 1 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        wrong(name, "exchange.draft.number." + name, largest);
        return 1;
    }

    private @Nullable LocalDate day(String name, boolean needed) {
        String year = value(name + ".year");
        String month = value(name + ".month");
        String day = value(name + ".day");
        if (!needed && year.isEmpty() && month.isEmpty() && day.isEmpty()) {
            return null;
        }
        try {
            LocalDate typed = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
            if (typed.getYear() <= LAST_YEAR) {
                return typed;
            }
        } catch (NumberFormatException | DateTimeException e) {
            // Said below.
        }
        wrong(name, "exchange.draft.day." + name);
        return null;
    }

    private SortedMap<String, List<String>> grants(Agreements agreements) {
        TreeMap<String, List<String>> grants = new TreeMap<>();
        typed.forEach((name, values) -> {
            String purpose = name.startsWith(GRANT) ? name.substring(GRANT.length()) : "";
            if (agreements.purpose(purpose).isPresent()) {
                Set<String> chosen = new HashSet<>(values);
                grants.put(
                        purpose,
                        service.fields().stream()
                                .map(Field::pointer)
                                .filter(chosen::contains)
                                .toList());
            }
        });
        grants.values().removeIf(List::isEmpty);
        return grants;
    }

    /**
     * What was typed as an agreement, or empty when something is wrong with it, which {@link #errors} then says.
     *
     * @param today the first day on which it can begin
     */
    Optional<Agreement> agreement(Agreements agreements, String consumer, LocalDate today) {
        Optional<LocalizedText> title = text("title", true);
        SortedMap<String, List<String>> grants = grants(agreements);
        if (grants.isEmpty()) {
            wrong("grants", "exchange.draft.no-field");
        }
        Optional<LocalizedText> ground = text("ground", true);
        Optional<LocalizedText> standing = text("standing", false);
        Agreement.Basis basis =
                value("basis").equals(Agreement.Basis.CONSENT.id()) ? Agreement.Basis.CONSENT : Agreement.Basis.LAW;
        LocalDate from = day("from", true);
        if (from != null && from.isBefore(today)) {
            wrong("from", "exchange.draft.past");
        }
        LocalDate to = day("to", false);
        if (from != null && to != null && to.isBefore(from)) {
            wrong("to", "exchange.draft.backwards");
        }
        int retention = number("retentionDays", LONGEST_DAYS);
        int volume = number("volume", LARGEST_VOLUME);
        if (!errors.isEmpty() || from == null) {
            return Optional.empty();
        }
        Agreement agreement = new Agreement(
                "draft",
                1,
                title.orElseThrow(),
                service.provider(),
                consumer,
                service.id(),
                ground.orElseThrow(),
                basis,
                standing.orElse(null),
                false,
                from,
                to,
                retention,
                volume,
                grants);
        agreements.breaches(agreement).forEach(breach -> policy(agreements, breach));
        return errors.isEmpty() ? Optional.of(agreement) : Optional.empty();
    }

    private void policy(Agreements agreements, DataPolicy.Breach breach) {
        String field = service.field(breach.pointer()).orElseThrow().title().in(locale);
        String dataClass = breach.dataClass().title().in(locale);
        String purpose =
                agreements.purpose(breach.purpose()).orElseThrow().title().in(locale);
        switch (breach.rule()) {
            case RETENTION ->
                wrong(
                        "retentionDays",
                        "exchange.draft.policy-retention",
                        field,
                        dataClass,
                        String.valueOf(breach.dataClass().longestDays()),
                        purpose);
            case BASIS -> wrong("basis", "exchange.draft.policy-basis", field, dataClass, purpose);
        }
    }
}
