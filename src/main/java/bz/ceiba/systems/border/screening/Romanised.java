package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.Names;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * A name as passports write it, whatever its script: Latin letters in parts, and of each part the consonants, since transliterations agree on
 * little else and Arabic and Hebrew write little else.
 */
final class Romanised {
    /** Below this two parts are taken for different names. */
    static final double ALIKE = Names.ALIKE;

    private static final LevenshteinDistance ONE_SLIP = new LevenshteinDistance(1);

    /** Written with vowels, names with fewer letters in common are two names. */
    private static final double LETTERS = 0.6;

    /** What names get at most that only sound the same. */
    private static final double SOUND = 0.93;

    private static final Transliterator CYRILLIC =
            Transliterator.getInstance("Russian-Latin/BGN; Any-Latin; Latin-ASCII");
    private static final Transliterator ANY = Transliterator.getInstance("Any-Latin; Latin-ASCII");
    private static final Transliterator LATIN = Transliterator.getInstance("Latin-ASCII");
    /** Parts of so many letters are often written as one with what follows. */
    private static final int SHORT = 3;

    private static final int MOST_SPELLINGS = 6;
    private static final Set<String> ARTICLES = Set.of("al", "el", "ul", "bin", "bint", "ibn", "ben", "abu", "ould");
    private static final Set<String> SERVANT = Set.of("abd", "bd", "abdul", "abdel", "abdal");
    private static final String[][] SOUNDS = {
        {"shch", "s"}, {"sch", "s"}, {"tch", "s"}, {"sh", "s"}, {"ch", "s"}, {"zh", "s"}, {"kh", "h"}, {"gh", "k"},
        {"ph", "f"}, {"th", "t"}, {"dh", "d"}, {"dj", "j"}, {"ts", "s"}, {"tz", "s"}, {"ck", "k"}, {"x", "ks"},
        {"q", "k"}, {"g", "k"}, {"c", "k"}, {"z", "s"}, {"v", "f"}, {"p", "b"}
    };

    private Romanised() {}

    /** The parts of a name, in small Latin letters. */
    static List<String> parts(String name) {
        String latin = name;
        boolean foreign = name.chars().anyMatch(c -> c > 0x24F && Character.isLetter(c));
        boolean arabic = false;
        boolean han = false;
        if (foreign) {
            int script = name.codePoints()
                    .filter(Character::isLetter)
                    .map(UScript::getScript)
                    .filter(one -> one != UScript.LATIN)
                    .findFirst()
                    .orElse(UScript.LATIN);
            arabic = script == UScript.ARABIC || script == UScript.HEBREW;
            han = script == UScript.HAN;
            // The ending of Fatima is not spoken as the t that it is written with.
            latin = script == UScript.CYRILLIC
                    ? CYRILLIC.transliterate(name)
                    : ANY.transliterate(name.replace("\u0629", ""));
        }
        // Some letters are no accented ones of A to Z.
        latin = latin.chars().anyMatch(c -> c > 0x7F) ? LATIN.transliterate(latin) : latin;
        List<String> raw = Names.parts(latin.replaceAll("[ʹʺʻʼʾʿ]", ""));
        List<String> parts = new ArrayList<>();
        String servant = "";
        for (String part : raw) {
            // The article is written as one with what follows it.
            String bare = arabic && part.startsWith("al") && part.length() > 4 ? part.substring(2) : part;
            // Some long vowels are written and others not: none of them counts.
            bare = arabic && bare.matches(".*[^aeiou].*") ? bare.replaceAll("[aeiou]", "") : bare;
            if (SERVANT.contains(bare)) {
                servant = "abdul";
            } else if (!ARTICLES.contains(bare) || (raw.size() == 1)) {
                parts.add(servant + bare);
                servant = "";
            }
        }
        if (!servant.isEmpty()) {
            parts.add(servant);
        }
        if (han && parts.size() > 2) {
            // A passport writes the syllables of a given name as one.
            return List.of(parts.getFirst(), String.join("", parts.subList(1, parts.size())));
        }
        return parts.isEmpty() ? raw : parts;
    }

    /**
     * The parts of a name, and in Latin letters also as who writes short words and the next as one: De la Cruz as Delacruz, Ze Dong as Zedong. Two
     * words stay two.
     */
    static List<List<String>> spellings(String name) {
        List<String> parts = parts(name);
        if (parts.isEmpty()) {
            return List.of();
        }
        Set<List<String>> spellings = new LinkedHashSet<>();
        spellings.add(parts);
        List<String> words =
                name.chars().anyMatch(c -> c > 0x24F && Character.isLetter(c)) ? List.of() : Names.words(name);
        int begin = 0;
        for (int i = 0; i < words.size() - 1 && spellings.size() < MOST_SPELLINGS; i++) {
            boolean isShort = words.get(i).length() <= SHORT;
            boolean nextIsShort = words.get(i + 1).length() <= SHORT;
            if (isShort != nextIsShort) {
                join(words, i, i + 1, spellings);
            }
            if (isShort && !nextIsShort) {
                join(words, begin, i + 1, spellings);
            }
            begin = isShort ? begin : i + 1;
        }
        return List.copyOf(spellings);
    }

    /** Adds what the words are with those from the first to the last as one, unless nothing else is left. */
    private static void join(List<String> words, int first, int last, Set<List<String>> spellings) {
        List<String> joined = new ArrayList<>(words.subList(0, first));
        joined.add(String.join("", words.subList(first, last + 1)));
        joined.addAll(words.subList(last + 1, words.size()));
        List<String> kept = parts(String.join(" ", joined));
        if (kept.size() > 1) {
            spellings.add(kept);
        }
    }

    /** The consonants of a part, those that are taken for each other as one; the part itself if it has none. */
    static String consonants(String part) {
        String folded = part.toLowerCase(Locale.ROOT);
        for (String[] sound : SOUNDS) {
            folded = folded.replace(sound[0], sound[1]);
        }
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            boolean vowel = "aeiouyw".indexOf(c) >= 0;
            if (!vowel && (kept.isEmpty() || kept.charAt(kept.length() - 1) != c)) {
                kept.append(c);
            }
        }
        if (kept.length() > 2 && kept.charAt(kept.length() - 1) == 'h') {
            kept.setLength(kept.length() - 1);
        }
        return kept.isEmpty() ? folded : kept.toString();
    }

    static boolean isWithoutVowels(String part) {
        return part.chars().allMatch(c -> "aeiou".indexOf(c) < 0);
    }

    /** How alike two parts are, from 0 to 1. */
    static double alike(String a, String b) {
        if (a.equals(b)) {
            return 1;
        }
        // Most that share a key share little else; the sounds of names are dear to make.
        if (Math.min(a.length(), b.length()) >= 3
                && !isWithoutVowels(a)
                && !isWithoutVowels(b)
                && new JaroWinklerSimilarity().apply(a, b) < LETTERS) {
            return 0;
        }
        double plain = Names.alike(a, b);
        if (Math.min(a.length(), b.length()) < 2 || plain > SOUND) {
            return plain;
        }
        double letters = new JaroWinklerSimilarity().apply(a, b);
        if (letters >= 0.85 && plain >= 0.9) {
            return plain;
        }
        String bones = consonants(a);
        String others = consonants(b);
        boolean bare = isWithoutVowels(a) || isWithoutVowels(b);
        if (bones.equals(others)) {
            // Mahmoud and Mohammed have the same consonants, sound alike, and are two names.
            return bare && bones.length() >= 2 ? 0.92 : letters >= 0.85 ? 0.9 : 0.85;
        }
        if (bare) {
            // Passports often write the article as one with the name.
            String withoutArticle = a.startsWith("al") ? bones.replaceFirst("^l", "") : bones;
            String otherWithout = b.startsWith("al") ? others.replaceFirst("^l", "") : others;
            if (withoutArticle.length() >= 2 && withoutArticle.equals(otherWithout)) {
                return 0.92;
            }
            if (Math.min(withoutArticle.length(), otherWithout.length()) >= 3
                    && ONE_SLIP.apply(withoutArticle, otherWithout) >= 0) {
                return 0.82;
            }
        }
        return letters >= 0.85 ? plain : Math.min(plain, 0.85);
    }
}
