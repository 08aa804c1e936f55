package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The codes of issuing states and nationalities in travel documents (ICAO Doc 9303-3, 5): ISO 3166-1 alpha-3, and those that ICAO adds for
 * organisations, kinds of British nationals and people without a nationality.
 */
public final class IcaoStates {
    /** Utopia, of ICAO's specimens. */
    static final String SPECIMEN = "UTO";

    /** Germany, which ICAO codes with one letter. */
    private static final String GERMANY = "D";

    private static final Set<String> BRITISH = Set.of("GBD", "GBN", "GBO", "GBP", "GBS");

    /** Stateless, refugees by the convention of 1951, other refugees, and those of whom nothing is said. */
    private static final Set<String> WITHOUT = Set.of("XXA", "XXB", "XXC", "XXX");

    /** What can be chosen besides states. */
    static final Map<String, LocalizedText> NAMED = Map.of(
            "XXA", new LocalizedText(Map.of("en", "Stateless", "es", "Apátrida", "fr", "Apatride")),
            "XXB", new LocalizedText(Map.of("en", "Refugee", "es", "Refugiado", "fr", "Réfugié")));

    private static final Set<String> ORGANISATIONS = Set.of(
            "EUE", "UNO", "UNA", "UNK", "XBA", "XIM", "XCC", "XCE", "XCO", "XEC", "XPO", "XES", "XMP", "XOM", "XDC",
            "XXK", "IAO");

    /** As its documents code it. */
    private static final String KOSOVO = "RKS";

    /** Kosovo, and codes that old documents still carry. */
    private static final Set<String> OTHERS = Set.of(KOSOVO, "ZAR", "ROM", "NTZ", SPECIMEN);

    private static final Map<String, String> TWO_LETTERS = twoLetters();
    private static final Set<String> OF_TWO_LETTERS = Set.copyOf(TWO_LETTERS.values());

    private IcaoStates() {}

    private static Map<String, String> twoLetters() {
        Map<String, String> codes = new HashMap<>();
        for (String two : Locale.getISOCountries()) {
            codes.put(Locale.of("", two).getISO3Country(), two);
        }
        return Map.copyOf(codes);
    }

    /** Whether it is a code of an issuer or a nationality. */
    public static boolean isKnown(String code) {
        return code.equals(GERMANY)
                || TWO_LETTERS.containsKey(code)
                || BRITISH.contains(code)
                || WITHOUT.contains(code)
                || ORGANISATIONS.contains(code)
                || OTHERS.contains(code);
    }

    /** Whether it is a state's, and no organisation's or one that says that somebody has none. */
    public static boolean isState(String code) {
        return TWO_LETTERS.containsKey(iso(code)) || code.equals(KOSOVO);
    }

    /** The state as ISO 3166-1 alpha-3 has it: Germany's and the British codes become their state's. */
    public static String iso(String code) {
        return code.equals(GERMANY) ? "DEU" : BRITISH.contains(code) ? "GBR" : code;
    }

    /** What it is called in a language, also by a code of two letters; of what is no state and not to be chosen only the code. */
    public static String name(String code, Locale language) {
        LocalizedText without = NAMED.get(code);
        if (without != null) {
            return without.in(language);
        }
        String two = TWO_LETTERS.getOrDefault(iso(code), code);
        return OF_TWO_LETTERS.contains(two) ? Locale.of("", two).getDisplayCountry(language) : code;
    }

    /** All that can have issued a document, as {@link #iso} has them. */
    static Set<String> all() {
        Set<String> all = new TreeSet<>(TWO_LETTERS.keySet());
        all.addAll(WITHOUT);
        all.addAll(ORGANISATIONS);
        all.addAll(OTHERS);
        return all;
    }

    /** The states to choose from, as a language sorts them. */
    public static List<String> states(Locale language) {
        java.text.Collator order = java.text.Collator.getInstance(language);
        return Locale.getISOCountries(IsoCountryCode.PART1_ALPHA3).stream()
                .sorted(Comparator.comparing(code -> name(code, language), order))
                .toList();
    }

    /** The code that a traveller typed or chose, in capitals. */
    static Optional<String> parse(String typed) {
        String code = typed.strip().toUpperCase(Locale.ROOT);
        return isKnown(code) ? Optional.of(code) : Optional.empty();
    }
}
