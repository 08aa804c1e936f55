package bz.ceiba.platform.kernel;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The number by which people name a case: the service's prefix, the year, random characters of Crockford's base 32 and
 * a check character, such as {@code PR-26-7K4MX2-D}. It can be read aloud, and it can't be guessed from another.
 *
 * @param text the number in capitals with its dashes
 */
public record CaseNumber(String text) {
    private static final int RANDOM_CHARACTERS = 6;
    private static final Pattern PREFIX = Pattern.compile("[A-Z]{2,4}");
    private static final Pattern FORM = Pattern.compile("[A-Z]{2,4}-[0-9]{2}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]");

    /**
     * @throws IllegalArgumentException when the text is not a case number with a right check character
     */
    public CaseNumber {
        if (!FORM.matcher(text).matches() || check(text) != text.charAt(text.length() - 1)) {
            throw new IllegalArgumentException("not a case number");
        }
    }

    /**
     * A new number.
     *
     * @param prefix two to four capital letters of the service
     * @param year the calendar year, of which the last two digits show
     * @throws IllegalArgumentException when the prefix is something else
     */
    public static CaseNumber random(String prefix, int year, RandomGenerator random) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("a prefix has two to four capital letters, not '" + prefix + "'");
        }
        StringBuilder text = new StringBuilder(prefix)
                .append('-')
                .append(String.format(Locale.ROOT, "%02d", year % 100))
                .append('-');
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            text.append(Base32.character(random.nextInt(Base32.ALPHABET.length())));
        }
        text.append("-0");
        text.setCharAt(text.length() - 1, check(text.toString()));
        return new CaseNumber(text.toString());
    }

    /** Reads what a person typed; small letters, and O, I and L for the digits they look like, are understood. */
    public static Optional<CaseNumber> parse(String typed) {
        String text = typed.strip().toUpperCase(Locale.ROOT);
        int dash = text.indexOf('-');
        if (dash > 0) {
            text = text.substring(0, dash) + Base32.unambiguous(text.substring(dash));
        }
        return FORM.matcher(text).matches() && check(text) == text.charAt(text.length() - 1)
                ? Optional.of(new CaseNumber(text))
                : Optional.empty();
    }

    /** Over the letters of the prefix as numbers, and over the characters after it. */
    private static char check(String text) {
        int dash = text.indexOf('-');
        int sum = 0;
        for (int i = 0; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c != '-') {
                sum = Base32.add(sum, i < dash ? c - 'A' : Base32.ALPHABET.indexOf(c));
            }
        }
        return Base32.character(sum);
    }

    @Override
    public String toString() {
        return text;
    }
}
