package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What may stand in each field, and how it reads. */
@Component
public class FieldRules {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M} .'’-]{1,120}");
    private static final Pattern LINE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,120}");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Pattern GRAMS = Pattern.compile("[1-9][0-9]{2,3}");
    private static final Pattern YEARS = Pattern.compile("0|[1-9][0-9]{0,2}");
    /** A code of ICD-10, volume 1: a letter, two figures, and what is after the point. */
    private static final Pattern DISEASE = Pattern.compile("[A-Z][0-9][0-9A-Z](\\.[0-9A-Z]{1,4})?");

    private static final int MOST_YEARS = 130;
    private static final LocalDate EARLIEST = LocalDate.of(1880, 1, 1);
    private static final int LEAST_GRAMS = 200;
    private static final int MOST_GRAMS = 9000;

    private final RegistryRules rules;
    private final Country country;
    private final Messages messages;

    FieldRules(RegistryRules rules, Country country, Messages messages) {
        this.rules = rules;
        this.country = country;
        this.messages = messages;
    }

    /** The last word of a message key {@code civilregistry.fault.*} when the value can't stand there. */
    Optional<String> fault(Field field, String value, LocalDate today) {
        return switch (field.type()) {
            case NAME -> NAME.matcher(value).matches() ? Optional.empty() : Optional.of("name");
            case LINE, TEXT -> LINE.matcher(value).matches() ? Optional.empty() : Optional.of("line");
            case CHOICE -> field.choices().contains(value) ? Optional.empty() : Optional.of("choice");
            case DATE -> dateFault(value, today);
            case TIME -> TIME.matcher(value).matches() ? Optional.empty() : Optional.of("time");
            case FACILITY ->
                value.equals("home")
                                || value.equals("elsewhere")
                                || rules.facility(value).isPresent()
                        ? Optional.empty()
                        : Optional.of("facility");
            case DISTRICT -> country.district(value).isPresent() ? Optional.empty() : Optional.of("district");
            case GRAMS ->
                GRAMS.matcher(value).matches()
                                && Integer.parseInt(value) >= LEAST_GRAMS
                                && Integer.parseInt(value) <= MOST_GRAMS
                        ? Optional.empty()
                        : Optional.of("grams");
            case YEARS ->
                YEARS.matcher(value).matches() && Integer.parseInt(value) <= MOST_YEARS
                        ? Optional.empty()
                        : Optional.of("years");
            case DISEASE -> DISEASE.matcher(value).matches() ? Optional.empty() : Optional.of("disease");
            case PERSON -> PersonNumber.parse(value).isPresent() ? Optional.empty() : Optional.of("person");
        };
    }

    private static Optional<String> dateFault(String value, LocalDate today) {
        try {
            LocalDate day = LocalDate.parse(value);
            return day.isAfter(today) || day.isBefore(EARLIEST) ? Optional.of("day") : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("date");
        }
    }

    /** As people read it. */
    public String words(Field field, String value, Locale locale) {
        if (value.isEmpty()) {
            return value;
        }
        return switch (field.type()) {
            case NAME, LINE, TEXT, TIME, YEARS, DISEASE -> value;
            case CHOICE ->
                messages.text(locale, "civilregistry.value." + field.key().replace('_', '-') + "." + value);
            case DATE -> messages.date(locale, LocalDate.parse(value));
            case FACILITY ->
                rules.facility(value)
                        .map(one -> one.name().in(locale))
                        .orElseGet(() -> messages.text(locale, "civilregistry.value.facility." + value));
            case DISTRICT ->
                country.district(value).map(one -> one.name().in(locale)).orElse(value);
            case GRAMS -> messages.text(locale, "civilregistry.value.grams", value);
            case PERSON -> PersonNumber.parse(value).map(PersonNumber::grouped).orElse(value);
        };
    }
}
