package bz.ceiba.systems.identity.register;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How names stand in the register: letters of the Latin script as in travel documents (ICAO Doc 9303, part 3), composed (Unicode
 * Normalization Form C), with single spaces. What can't be seen, turns the direction of writing, piles up accents, or looks like a letter
 * and is none, is refused, so that two names that look the same are the same.
 */
final class WrittenName {
    static final int LONGEST = 100;

    /** Letters may carry two marks that do not compose with them. */
    private static final Pattern FORM = Pattern.compile(
            "\\p{IsLatin}\\p{Mn}{0,2}+(?:[ '\u2019\u02bc.\\-]{0,2}+\\p{IsLatin}\\p{Mn}{0,2}+)*+[.'\u2019]?+");

    private static final Pattern SPACES = Pattern.compile(" {2,}");

    private WrittenName() {}

    /** The name as the register keeps it; empty when it is none. */
    static Optional<String> of(String written) {
        // Before anything is done with it: composing a long one costs.
        if (written.length() > LONGEST * 2) {
            return Optional.empty();
        }
        String name = SPACES.matcher(Normalizer.normalize(written.strip(), Normalizer.Form.NFC))
                .replaceAll(" ");
        boolean plain = name.codePoints().noneMatch(WrittenName::deceives);
        return plain && name.length() <= LONGEST && FORM.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }

    /** Whether it stands as the register keeps it. */
    static boolean isKept(String name) {
        boolean simple = !name.isEmpty() && name.length() <= LONGEST;
        for (int i = 0; i < name.length() && simple; i++) {
            char c = name.charAt(i);
            simple = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        return simple || of(name).filter(name::equals).isPresent();
    }

    /** What only looks like other signs: full-width letters, ligatures, Roman numerals and the like (what compatibility would fold). */
    private static boolean deceives(int c) {
        return c > 0x7f && !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFKC);
    }
}
