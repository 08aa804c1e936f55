package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.web.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field as the templates ask for it.
 *
 * @param day of a date, as are month and year
 * @param hint the message key of its hint, or null
 */
public record FieldView(
        Field field,
        boolean date,
        List<Option> options,
        String value,
        String day,
        String month,
        String year,
        @Nullable String hint) {}
