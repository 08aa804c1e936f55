package bz.ceiba.systems.border.screening;

import bz.ceiba.systems.border.screening.WatchEntry.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Entries of watchlists in memory, found by document, name and birth date. Never changed once it is built.
 *
 * <p>Of all names the distinct parts are kept once, and found by keys: the part with no letter or one left out, so that one slip on either side
 * meets, and its consonants likewise, so that transliterations meet. A traveller's part finds the parts that are like it, and these the names.
 */
final class WatchIndex {
    static final WatchIndex EMPTY = new WatchIndex(List.of());

    /** Of a name with more parts than these the first ones are compared. */
    private static final int MOST_PARTS = 16;

    /** Two spellings of one name differ in length by so much at most. */
    private static final int LONGER = 5;

    private final WatchEntry[] entries;
    private final String[] parts;

    /** Of each name its entry, and where its parts begin in {@link #nameParts}. */
    private final int[] nameEntry;

    private final int[] nameAt;
    private final int[] nameParts;

    /** Key in the upper half, number of the part in the lower, in order. */
    private final long[] partKeys;

    /** Of each part where its names begin in {@link #partNames}. */
    private final int[] partAt;

    private final int[] partNames;

    /** Day of birth in the upper half, number of the entry in the lower, in order. */
    private final long[] births;

    private final long[] documents;
    private final Queue<short[]> scratch = new ConcurrentLinkedQueue<>();

    WatchIndex(List<WatchEntry> all) {
        entries = all.toArray(new WatchEntry[0]);
        Map<String, Integer> numbers = new HashMap<>();
        List<String> distinct = new ArrayList<>();
        Ints names = new Ints();
        Ints at = new Ints();
        Ints inNames = new Ints();
        Longs days = new Longs();
        Longs papers = new Longs();
        for (int e = 0; e < entries.length; e++) {
            Set<List<String>> written = new HashSet<>();
            for (String name : entries[e].names()) {
                for (List<String> split : spellings(name)) {
                    if (!written.add(split)) {
                        continue;
                    }
                    names.add(e);
                    at.add(inNames.size());
                    for (String part : split) {
                        Integer number = numbers.get(part);
                        if (number == null) {
                            number = distinct.size();
                            numbers.put(part, number);
                            distinct.add(part);
                        }
                        inNames.add(number);
                    }
                }
            }
            for (String born : entries[e].births()) {
                if (born.length() == 10) {
                    days.add(pair(born.hashCode(), e));
                }
            }
            for (Document document : entries[e].documents()) {
                papers.add(pair(Document.folded(document.number()).hashCode(), e));
            }
        }
        at.add(inNames.size());
        parts = distinct.toArray(new String[0]);
        nameEntry = names.toArray();
        nameAt = at.toArray();
        nameParts = inNames.toArray();
        births = days.sorted();
        documents = papers.sorted();
        Longs keys = new Longs();
        for (int p = 0; p < parts.length; p++) {
            for (int key : keys(parts[p])) {
                keys.add(pair(key, p));
            }
        }
        partKeys = keys.sorted();
        partAt = new int[parts.length + 1];
        for (int part : nameParts) {
            partAt[part + 1]++;
        }
        for (int p = 0; p < parts.length; p++) {
            partAt[p + 1] += partAt[p];
        }
        partNames = new int[nameParts.length];
        int[] next = Arrays.copyOf(partAt, parts.length);
        for (int n = 0; n < nameEntry.length; n++) {
            for (int i = nameAt[n]; i < nameAt[n + 1]; i++) {
                partNames[next[nameParts[i]]++] = n;
            }
        }
    }

    int size() {
        return entries.length;
    }

    private static List<List<String>> spellings(String name) {
        return Romanised.spellings(name).stream()
                .map(parts -> parts.size() <= MOST_PARTS ? parts : parts.subList(0, MOST_PARTS))
                .toList();
    }

    private static long pair(int upper, int lower) {
        return ((long) upper << 32) | lower;
    }

    /** The keys by which a part is found. */
    private static Set<Integer> keys(String part) {
        Set<Integer> keys = new HashSet<>();
        keys.add(part.hashCode());
        if (part.length() >= 4) {
            without(part, "", keys);
        }
        String bones = Romanised.consonants(part);
        keys.add(('#' + bones).hashCode());
        // Where vowels are not written three consonants are a whole name; elsewhere too many names have them.
        if (bones.length() >= (Romanised.isWithoutVowels(part) ? 3 : 4)) {
            without(bones, "#", keys);
        }
        return keys;
    }

    private static void without(String text, String before, Set<Integer> keys) {
        for (int i = 0; i < text.length(); i++) {
            keys.add((before + text.substring(0, i) + text.substring(i + 1)).hashCode());
        }
    }

    /** Those that may mean the traveller, the most likely first. */
    List<Found> find(Traveller traveller) {
        Map<Integer, Found> found = new LinkedHashMap<>();
        byDocument(traveller, found);
        for (List<String> asked : spellings(traveller.name())) {
            List<Map<Integer, Double>> alike = asked.stream().map(this::alike).toList();
            for (int name : candidates(asked, alike)) {
                grade(traveller, asked, alike, name, found);
            }
            byBirth(traveller, asked, alike, found);
        }
        return found.values().stream()
                .sorted(Comparator.comparing(Found::grade)
                        .thenComparing(Comparator.comparingDouble(Found::score).reversed()))
                .toList();
    }

    private void byDocument(Traveller traveller, Map<Integer, Found> found) {
        String number = Document.folded(traveller.documentNumber());
        if (number.length() < 4) {
            return;
        }
        for (int i = first(documents, number.hashCode());
                i < documents.length && upper(documents[i]) == number.hashCode();
                i++) {
            int e = (int) documents[i];
            for (Document document : entries[e].documents()) {
                boolean sameIssuer = document.issuer().isEmpty()
                        || traveller.documentIssuer().isEmpty()
                        || document.issuer().equals(traveller.documentIssuer());
                if (Document.folded(document.number()).equals(number)) {
                    Grade grade = sameIssuer ? Grade.DOCUMENT : Grade.POSSIBLE;
                    keep(
                            found,
                            e,
                            new Found(
                                    entries[e],
                                    grade,
                                    1,
                                    List.of(Reason.of(sameIssuer ? "document" : "document-other-issuer"))));
                }
            }
        }
    }

    private static void keep(Map<Integer, Found> found, int entry, Found one) {
        found.merge(
                entry,
                one,
                (old, now) -> old.grade().compareTo(now.grade()) < 0
                                || (old.grade() == now.grade() && old.score() >= now.score())
                        ? old
                        : now);
    }

    /** Which parts of names are like one, and how much. */
    private Map<Integer, Double> alike(String part) {
        Map<Integer, Double> alike = new HashMap<>();
        if (part.length() < 2) {
            return alike;
        }
        for (int key : keys(part)) {
            for (int i = first(partKeys, key); i < partKeys.length && upper(partKeys[i]) == key; i++) {
                int candidate = (int) partKeys[i];
                if (Math.abs(parts[candidate].length() - part.length()) <= LONGER && !alike.containsKey(candidate)) {
                    alike.put(candidate, Romanised.alike(part, parts[candidate]));
                }
            }
        }
        alike.values().removeIf(score -> score < Romanised.ALIKE);
        return alike;
    }

    /** Names of which two parts are like two of those asked for, or the only one. */
    private List<Integer> candidates(List<String> asked, List<Map<Integer, Double>> alike) {
        short[] seen = scratch.poll();
        if (seen == null) {
            seen = new short[nameEntry.length];
        }
        List<Integer> touched = new ArrayList<>();
        for (int a = 0; a < alike.size(); a++) {
            for (int part : alike.get(a).keySet()) {
                for (int i = partAt[part]; i < partAt[part + 1]; i++) {
                    int name = partNames[i];
                    if (seen[name] == 0) {
                        touched.add(name);
                    }
                    seen[name] |= (short) (1 << a);
                }
            }
        }
        List<Integer> candidates = new ArrayList<>();
        for (int name : touched) {
            int hit = Integer.bitCount(seen[name] & 0xFFFF);
            boolean single = asked.size() == 1 || nameAt[name + 1] - nameAt[name] == 1;
            if (hit >= 2 || single || asked.stream().anyMatch(part -> part.length() == 1)) {
                candidates.add(name);
            }
            seen[name] = 0;
        }
        scratch.add(seen);
        return candidates;
    }

    /** Whoever was born on the same day is compared by all of the name, however it is written. */
    private void byBirth(
            Traveller traveller, List<String> asked, List<Map<Integer, Double>> alike, Map<Integer, Found> found) {
        String born = traveller.born();
        if (born.length() != 10) {
            return;
        }
        for (int i = first(births, born.hashCode()); i < births.length && upper(births[i]) == born.hashCode(); i++) {
            int e = (int) births[i];
            for (int name = firstName(e); name < nameEntry.length && nameEntry[name] == e; name++) {
                grade(traveller, asked, alike, name, found);
            }
        }
    }

    private int firstName(int entry) {
        int at = Arrays.binarySearch(nameEntry, entry);
        if (at < 0) {
            return nameEntry.length;
        }
        while (at > 0 && nameEntry[at - 1] == entry) {
            at--;
        }
        return at;
    }

    private void grade(
            Traveller traveller,
            List<String> asked,
            List<Map<Integer, Double>> alike,
            int name,
            Map<Integer, Found> found) {
        WatchEntry entry = entries[nameEntry[name]];
        Birth birth = Birth.compare(traveller.born(), entry.births());
        if (birth == Birth.OTHER) {
            return;
        }
        List<String> listed = new ArrayList<>();
        double[][] scores = new double[asked.size()][nameAt[name + 1] - nameAt[name]];
        for (int l = 0; l < scores[0].length; l++) {
            int part = nameParts[nameAt[name] + l];
            listed.add(parts[part]);
            for (int a = 0; a < asked.size(); a++) {
                Double known = alike.get(a).get(part);
                boolean compare = known == null
                        && (birth == Birth.SAME || asked.get(a).length() == 1 || parts[part].length() == 1);
                scores[a][l] = known != null ? known : compare ? Romanised.alike(asked.get(a), parts[part]) : 0;
            }
        }
        Grading.of(traveller, entry, asked, listed, scores, birth).ifPresent(one -> keep(found, nameEntry[name], one));
    }

    private static int upper(long pair) {
        return (int) (pair >> 32);
    }

    /** Where the pairs with that upper half begin. */
    private static int first(long[] pairs, int upper) {
        int at = Arrays.binarySearch(pairs, (long) upper << 32);
        return at >= 0 ? at : -at - 1;
    }

    List<WatchEntry> entries() {
        return List.of(entries);
    }

    private static final class Ints {
        private int[] values = new int[1024];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    private static final class Longs {
        private long[] values = new long[1024];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        long[] sorted() {
            long[] all = Arrays.copyOf(values, size);
            Arrays.sort(all);
            return all;
        }
    }
}
