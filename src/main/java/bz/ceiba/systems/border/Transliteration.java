package bz.ceiba.systems.border;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/**
 * Names as a machine-readable zone writes them (ICAO Doc 9303-3, 6): Latin and Cyrillic letters as A to Z, hyphens and spaces as fillers,
 * apostrophes and commas left out.
 */
public final class Transliteration {
    private static final Map<String, String> LATIN = Map.ofEntries(
            Map.entry("Ä", "AE"),
            Map.entry("Å", "AA"),
            Map.entry("Æ", "AE"),
            Map.entry("Ð", "D"),
            Map.entry("Đ", "D"),
            Map.entry("Ħ", "H"),
            Map.entry("ı", "I"),
            Map.entry("Ĳ", "IJ"),
            Map.entry("Ł", "L"),
            Map.entry("Ŋ", "N"),
            Map.entry("Ö", "OE"),
            Map.entry("Ø", "OE"),
            Map.entry("Œ", "OE"),
            Map.entry("ß", "SS"),
            Map.entry("ẞ", "SS"),
            Map.entry("Ŧ", "T"),
            Map.entry("Þ", "TH"),
            Map.entry("Ü", "UE"));

    private static final String CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЂЄЅІЇЈЉЊЋЌЎЏҐ";
    private static final String[] LATIN_OF_CYRILLIC = {
        "A", "B", "V", "G", "D", "E", "ZH", "Z", "I", "I", "K", "L", "M", "N", "O", "P", "R", "S", "T", "U", "F", "KH",
        "TS", "CH", "SH", "SHCH", "IE", "Y", "", "E", "IU", "IA", "E", "D", "IE", "DZ", "I", "I", "J", "LJ", "NJ", "C",
        "K", "U", "DZ", "G"
    };

    private Transliteration() {}

    /** Letters A to Z and fillers; what can't be written so is left out. */
    public static String of(String name) {
        String capitals =
                Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
        StringBuilder written = new StringBuilder();
        capitals.codePoints().forEach(one -> written.append(letter(Character.toString(one))));
        return written.toString().replaceAll("<+", "<").replaceAll("^<|<$", "");
    }

    private static String letter(String one) {
        if (LATIN.containsKey(one)) {
            return LATIN.get(one);
        }
        int cyrillic = CYRILLIC.indexOf(one);
        if (cyrillic >= 0) {
            return LATIN_OF_CYRILLIC[cyrillic];
        }
        if (one.isBlank() || one.equals("-") || one.equals("<")) {
            return "<";
        }
        return Normalizer.normalize(one, Normalizer.Form.NFD).replaceAll("[^A-Z]", "");
    }
}
