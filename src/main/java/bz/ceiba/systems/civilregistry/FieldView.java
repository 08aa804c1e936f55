package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.web.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field as the templates ask for it.
 *
 * @param label its message key
 * @param needed whether nothing goes on without it
 * @param day of a date, as are month and year
 * @param hint the message key of its hint, or null
 */
public record FieldView(
        Field field,
        String label,
        boolean needed,
        boolean date,
        List<Option> options,
        String value,
        String day,
        String month,
        String year,
        @Nullable String hint) {
    /** As wide as what is written there, by the form's classes. */
    public @Nullable String width() {
        return switch (field.type()) {
            case NAME, LINE -> "30";
            case PERSON -> "20";
            case TIME, GRAMS, YEARS, DISEASE -> "10";
            case TEXT, CHOICE, DATE, FACILITY, DISTRICT -> null;
        };
    }
}
