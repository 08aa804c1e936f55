package bz.ceiba.systems.civilregistry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an entry stands: book and running number, written B2026/17.
 *
 * @param number from 1
 */
public record Reference(String book, int number) {
    private static final Pattern FORM = Pattern.compile("([A-Z][0-9]{4})/([0-9]{1,9})");

    /** Empty when what was typed is none. */
    static Optional<Reference> parse(String typed) {
        Matcher matcher = FORM.matcher(typed.strip().toUpperCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.of(new Reference(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    public String text() {
        return book + "/" + number;
    }

    @Override
    public String toString() {
        return text();
    }
}
