package bz.ceiba.platform.kernel;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** How names are taken apart and how alike two parts sound and look, across the traditions of Belize. */
public final class Names {
    /** Words that come and go between a family name's parts without making it another name. */
    private static final Set<String> PARTICLES = Set.of(
            "de", "del", "dela", "la", "las", "los", "van", "von", "der", "den", "ter", "y", "e", "da", "dos", "di",
            "du", "le", "st", "san", "jr", "sr", "ii", "iii");

    /** Below this two parts are taken for different names. */
    public static final double ALIKE = 0.8;

    private static final double SOUNDS_THE_SAME = 0.93;
    private static final double ONE_SLIP = 0.9;
    private static final double INITIAL = 0.85;

    private Names() {}

    /** The parts of a name: small letters without accents, split at spaces and hyphens, particles left out. */
    public static List<String> parts(String name) {
        List<String> all = words(name);
        List<String> kept =
                all.stream().filter(part -> !PARTICLES.contains(part)).toList();
        return kept.isEmpty() ? all : kept;
    }

    /** The same with particles. */
    public static List<String> words(String name) {
        String folded = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("æ", "ae")
                .replaceAll("['’`´]", "");
        return Arrays.stream(folded.split("[^\\p{L}]+", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Whether two names may be the same person's: each part of the shorter one is like a part of the other, two of them if it has two. */
    public static boolean match(String one, String other) {
        List<String> parts = parts(one);
        List<String> others = parts(other);
        if (parts.isEmpty() || others.isEmpty()) {
            return false;
        }
        List<String> shorter = parts.size() <= others.size() ? parts : others;
        List<String> longer = parts.size() <= others.size() ? others : parts;
        long found = shorter.stream()
                .filter(part -> longer.stream().anyMatch(in -> alike(part, in) >= ALIKE))
                .count();
        return found == shorter.size() || (shorter.size() > 2 && found >= shorter.size() - 1L);
    }

    /** How a part sounds: one or two codes of Double Metaphone, or the part itself when it has no sound of its own. */
    public static Set<String> sounds(String part) {
        DoubleMetaphone metaphone = new DoubleMetaphone();
        metaphone.setMaxCodeLen(6);
        Set<String> sounds = new LinkedHashSet<>();
        for (boolean alternate : new boolean[] {false, true}) {
            String code = metaphone.doubleMetaphone(part, alternate);
            if (code != null && !code.isEmpty()) {
                sounds.add(code);
            }
        }
        return sounds.isEmpty() ? Set.of(part) : sounds;
    }

    /** How alike two parts are, from 0 to 1; an initial stands for the name. */
    public static double alike(String a, String b) {
        if (a.equals(b)) {
            return 1;
        }
        if (a.length() == 1 || b.length() == 1) {
            return a.charAt(0) == b.charAt(0) ? INITIAL : 0;
        }
        double letters = new JaroWinklerSimilarity().apply(a, b);
        double best = letters >= 0.88 ? letters : 0;
        if (letters >= 0.6 && sounds(a).stream().anyMatch(sounds(b)::contains)) {
            best = Math.max(best, SOUNDS_THE_SAME);
        }
        if (Math.min(a.length(), b.length()) >= 4 && oneSlip(a, b)) {
            best = Math.max(best, ONE_SLIP);
        }
        return Math.min(best, 0.99);
    }

    /** Whether one letter too many, too few, wrong, or swapped with its neighbour makes the one the other. */
    private static boolean oneSlip(String a, String b) {
        String shorter = a.length() <= b.length() ? a : b;
        String longer = a.length() <= b.length() ? b : a;
        if (longer.length() - shorter.length() > 1) {
            return false;
        }
        int start = 0;
        while (start < shorter.length() && shorter.charAt(start) == longer.charAt(start)) {
            start++;
        }
        if (longer.length() > shorter.length()) {
            return shorter.substring(start).equals(longer.substring(start + 1));
        }
        if (shorter.substring(start + 1).equals(longer.substring(start + 1))) {
            return true;
        }
        return start + 1 < shorter.length()
                && shorter.charAt(start) == longer.charAt(start + 1)
                && shorter.charAt(start + 1) == longer.charAt(start)
                && shorter.substring(start + 2).equals(longer.substring(start + 2));
    }
}
