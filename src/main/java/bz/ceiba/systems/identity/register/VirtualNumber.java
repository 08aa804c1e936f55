package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.Verhoeff;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A number that stands for a person's identity number at sign-in: sixteen digits, the first not 0, the last a {@link Verhoeff}
 * check digit. It is drawn by lot, says nothing of its bearer or his number, and ends when he wants.
 *
 * @param digits the sixteen digits without spaces
 */
public record VirtualNumber(String digits) {
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{15}");
    private static final int RANDOM_DIGITS = 15;

    /**
     * @throws IllegalArgumentException when the digits are not a valid number
     */
    public VirtualNumber {
        if (!FORM.matcher(digits).matches() || !Verhoeff.isValid(digits)) {
            throw new IllegalArgumentException("not a virtual number");
        }
    }

    static VirtualNumber draw(RandomGenerator random) {
        return new VirtualNumber(Numbers.draw(random, RANDOM_DIGITS));
    }

    /** Reads what a person typed: spaces and dashes are ignored; empty when it is no valid number. */
    public static Optional<VirtualNumber> parse(String typed) {
        String digits = typed.replaceAll("[\\s-]", "");
        return FORM.matcher(digits).matches() && Verhoeff.isValid(digits)
                ? Optional.of(new VirtualNumber(digits))
                : Optional.empty();
    }

    /** In groups of four, as it is shown and read aloud. */
    String grouped() {
        return digits.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
