package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks officers for fields, and reads what they typed. */
@Component
class FieldViews {
    private final FieldRules rules;
    private final RegistryRules registry;
    private final Country country;
    private final Messages messages;

    FieldViews(FieldRules rules, RegistryRules registry, Country country, Messages messages) {
        this.rules = rules;
        this.registry = registry;
        this.country = country;
        this.messages = messages;
    }

    /** The fields with what they hold. */
    List<FieldView> of(List<Field> fields, Facts facts, Locale locale) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Field field : fields) {
            String value = facts.get(field);
            if (field.type() == Field.Type.DATE && !value.isEmpty()) {
                LocalDate day = LocalDate.parse(value);
                values.put(field.form() + ".day", Integer.toString(day.getDayOfMonth()));
                values.put(field.form() + ".month", Integer.toString(day.getMonthValue()));
                values.put(field.form() + ".year", Integer.toString(day.getYear()));
            } else {
                values.put(field.form(), value);
            }
        }
        return of(fields, values, locale);
    }

    /** The fields of what somebody notifies, with what was typed. */
    List<FieldView> notified(EventRules law, List<Field> fields, Map<String, String> typed, Locale locale) {
        return fields.stream()
                .map(field -> view(
                        field,
                        label(law.event(), field),
                        law.event().kinds().stream()
                                .anyMatch(kind -> law.needed(kind).contains(field)),
                        hint(law.event(), field),
                        typed,
                        locale))
                .toList();
    }

    /** In an order of adoption child and parents are those from now on. */
    private static String label(VitalEvent event, Field field) {
        return event == VitalEvent.ADOPTION && field != Field.COURT && field != Field.ORDERED_ON
                ? field.messageKey().replace("civilregistry.field.", "civilregistry.adopted.")
                : field.messageKey();
    }

    private static @Nullable String hint(VitalEvent event, Field field) {
        if (field == Field.BIRTH_ENTRY) {
            return "civilregistry.hint.birth-entry";
        }
        if (field == Field.MARRIAGE_ENTRY) {
            return "civilregistry.hint.marriage-entry";
        }
        return event == VitalEvent.ADOPTION && field == Field.HOME_ADDRESS
                ? "civilregistry.hint.adopted-home"
                : hint(field);
    }

    /** The fields with what was typed. */
    List<FieldView> of(List<Field> fields, Map<String, String> typed, Locale locale) {
        return fields.stream()
                .map(field -> view(field, field.messageKey(), true, hint(field), typed, locale))
                .toList();
    }

    private FieldView view(
            Field field,
            String label,
            boolean needed,
            @Nullable String hint,
            Map<String, String> typed,
            Locale locale) {
        return new FieldView(
                field,
                label,
                needed,
                field.type() == Field.Type.DATE,
                options(field, locale),
                typed.getOrDefault(field.form(), ""),
                typed.getOrDefault(field.form() + ".day", ""),
                typed.getOrDefault(field.form() + ".month", ""),
                typed.getOrDefault(field.form() + ".year", ""),
                hint);
    }

    private static @Nullable String hint(Field field) {
        return switch (field.type()) {
            case TIME -> "civilregistry.hint.time";
            case PERSON -> "civilregistry.hint.person";
            case DISEASE -> "civilregistry.hint.disease";
            case YEARS -> "civilregistry.hint.years";
            case NAME, LINE, TEXT, CHOICE, DATE, FACILITY, DISTRICT, GRAMS -> null;
        };
    }

    private List<Option> options(Field field, Locale locale) {
        List<Option> options = new ArrayList<>();
        switch (field.type()) {
            case CHOICE ->
                field.choices().forEach(one -> options.add(new Option(one, rules.words(field, one, locale))));
            case FACILITY -> {
                registry.facilities()
                        .forEach(one ->
                                options.add(new Option(one.id(), one.name().in(locale))));
                List.of("home", "elsewhere")
                        .forEach(one -> options.add(new Option(one, rules.words(field, one, locale))));
            }
            case DISTRICT ->
                country.districts()
                        .forEach(one ->
                                options.add(new Option(one.id(), one.name().in(locale))));
            case NAME, LINE, TEXT, DATE, TIME, GRAMS, YEARS, DISEASE, PERSON -> {
                return List.of();
            }
        }
        options.addFirst(new Option("", messages.text(locale, "civilregistry.not-known")));
        return options;
    }

    /**
     * What was typed into the fields, with what is wrong.
     *
     * @param errors by the form's name of the field
     */
    record Typed(Facts facts, Map<String, String> errors) {}

    Typed read(List<Field> fields, Map<String, String> posted, LocalDate today, Locale locale) {
        EnumMap<Field, String> values = new EnumMap<>(Field.class);
        Map<String, String> errors = new LinkedHashMap<>();
        for (Field field : fields) {
            String value = field.type() == Field.Type.DATE
                    ? date(field, posted)
                    : posted.getOrDefault(field.form(), "").strip().replaceAll("\\s+", " ");
            if (value.isEmpty()) {
                continue;
            }
            rules.fault(field, value, today)
                    .ifPresentOrElse(
                            fault -> errors.put(field.form(), messages.text(locale, "civilregistry.fault." + fault)),
                            () -> values.put(field, plain(field, value)));
        }
        return new Typed(Facts.of(values), errors);
    }

    private static String plain(Field field, String value) {
        return field.type() == Field.Type.PERSON ? value.replaceAll("[\\s-]", "") : value;
    }

    private static String date(Field field, Map<String, String> posted) {
        String day = posted.getOrDefault(field.form() + ".day", "").strip();
        String month = posted.getOrDefault(field.form() + ".month", "").strip();
        String year = posted.getOrDefault(field.form() + ".year", "").strip();
        if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
            return "";
        }
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
                    .toString();
        } catch (NumberFormatException | DateTimeException e) {
            return "?";
        }
    }
}
