package bz.ceiba.platform.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person's national identity number: twelve digits, the first not 0, the last a {@link Verhoeff} check digit. It says
 * nothing about its bearer.
 *
 * @param digits the twelve digits without spaces
 */
public record PersonNumber(String digits) {
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{11}");

    /**
     * @throws IllegalArgumentException when the digits are not a valid number
     */
    public PersonNumber {
        if (!FORM.matcher(digits).matches() || !Verhoeff.isValid(digits)) {
            throw new IllegalArgumentException("not an identity number");
        }
    }

    /** Reads what a person typed: spaces and dashes are ignored; empty when it is no valid number. */
    public static Optional<PersonNumber> parse(String typed) {
        String digits = typed.replaceAll("[\\s-]", "");
        return FORM.matcher(digits).matches() && Verhoeff.isValid(digits)
                ? Optional.of(new PersonNumber(digits))
                : Optional.empty();
    }

    /** In groups of four, as it is printed and read aloud. */
    public String grouped() {
        return digits.substring(0, 4) + " " + digits.substring(4, 8) + " " + digits.substring(8);
    }

    @Override
    public String toString() {
        return digits;
    }
}
