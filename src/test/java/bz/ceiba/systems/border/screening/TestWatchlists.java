package bz.ceiba.systems.border.screening;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Watchlists and travellers made by chance, of whom it is known who is who. */
public final class TestWatchlists {
    private static final String[][] ARABIC = {
        {"محمد", "Mohammed", "Muhammad", "Mohamed"},
        {"أحمد", "Ahmed", "Ahmad"},
        {"حسين", "Hussein", "Husayn", "Hossein"},
        {"يوسف", "Youssef", "Yusuf", "Yousef"},
        {"عمر", "Omar", "Umar"},
        {"خالد", "Khaled", "Khalid"},
        {"مصطفى", "Mustafa", "Mostafa"},
        {"إبراهيم", "Ibrahim", "Ebrahim"},
        {"طارق", "Tariq", "Tarek"},
        {"فاطمة", "Fatima", "Fatimah"},
        {"سليمان", "Suleiman", "Sulayman"},
        {"جمال", "Jamal", "Gamal"}
    };
    private static final String[][] ARABIC_FAMILY = {
        {"القاسم", "Al-Qasim", "Alkasem"}, {"الرشيد", "Al-Rashid", "Alrasheed"}, {"منصور", "Mansour", "Mansur"},
        {"حداد", "Haddad", "Hadad"}, {"الخطيب", "Al-Khatib", "Alkhateeb"}, {"درويش", "Darwish", "Darweesh"},
        {"سالم", "Salem", "Salim"}, {"فاروق", "Farouk", "Faruq"}, {"المصري", "Al-Masri", "Almasry"}
    };
    private static final String[][] CYRILLIC = {
        {"ба", "ba"},
        {"во", "vo"},
        {"ди", "di"},
        {"гу", "gu"},
        {"ла", "la"},
        {"ме", "me"},
        {"но", "no"},
        {"ри", "ri"},
        {"су", "su"},
        {"та", "ta"},
        {"хо", "kho"},
        {"же", "zhe"},
        {"че", "che"},
        {"шу", "shu"},
        {"кра", "kra"},
        {"сто", "sto"}
    };
    private static final String[] SYLLABLES = {
        "bar", "cor", "del", "fan", "gor", "hel", "jan", "kel", "lo", "mar", "nor", "pe", "quin", "ros", "sal", "tor",
        "ul", "ver", "wil", "yan", "zor", "bren", "clau", "dri", "fre", "gus", "hin", "ka", "li", "mon"
    };
    private static final String[] ENDS = {"ez", "son", "a", "o", "er", "ini", "ski", "man", "ard", "eau", "ton", "ley"};
    private static final String[][] HAN = {
        {"王", "Wang"},
        {"李", "Li"},
        {"张", "Zhang"},
        {"刘", "Liu"},
        {"陈", "Chen"},
        {"杨", "Yang"},
        {"赵", "Zhao"},
        {"黄", "Huang"}
    };
    private static final String[][] HAN_GIVEN = {
        {"伟", "wei"},
        {"芳", "fang"},
        {"娜", "na"},
        {"敏", "min"},
        {"静", "jing"},
        {"强", "qiang"},
        {"磊", "lei"},
        {"军", "jun"},
        {"明", "ming"},
        {"国", "guo"},
        {"文", "wen"},
        {"建", "jian"}
    };
    private static final String[] NATIONS = {"USA", "GTM", "MEX", "RUS", "EGY", "CHN", "BRA", "FRA", "NGA", "IND", "BLZ"
    };

    /** One person: as a list writes him, and as his passport does. */
    record Truth(List<String> listed, String given, String family, LocalDate born, String nation, String document) {}

    private final Random random;

    public TestWatchlists(long seed) {
        random = new Random(seed);
    }

    private String[] one(String[][] of) {
        return of[random.nextInt(of.length)];
    }

    private String latin(int syllables, boolean family) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        name.append(family ? ENDS[random.nextInt(ENDS.length)] : random.nextBoolean() ? "a" : "o");
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String[] cyrillic(int syllables, String end, String endLatin) {
        StringBuilder own = new StringBuilder();
        StringBuilder latin = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            String[] syllable = one(CYRILLIC);
            own.append(syllable[0]);
            latin.append(syllable[1]);
        }
        return new String[] {own + end, latin + endLatin};
    }

    Truth truth() {
        LocalDate born = LocalDate.of(1940 + random.nextInt(65), 1, 1).plusDays(random.nextInt(365));
        String nation = NATIONS[random.nextInt(NATIONS.length)];
        String document = "" + (char) ('A' + random.nextInt(26)) + (1_000_000 + random.nextInt(9_000_000));
        int kind = random.nextInt(10);
        if (kind == 0) {
            String[] given = one(ARABIC);
            String[] middle = one(ARABIC);
            String[] family = one(ARABIC_FAMILY);
            return new Truth(
                    List.of(given[0] + " " + middle[0] + " " + family[0]),
                    given[1 + random.nextInt(given.length - 1)] + " " + middle[1 + random.nextInt(middle.length - 1)],
                    family[1 + random.nextInt(family.length - 1)],
                    born,
                    nation,
                    document);
        }
        if (kind == 1) {
            String[] given = cyrillic(2, "н", "n");
            String[] family = cyrillic(2 + random.nextInt(2), "ский", "skiy");
            return new Truth(List.of(family[0] + " " + given[0]), given[1], family[1], born, nation, document);
        }
        if (kind == 2) {
            String[] family = one(HAN);
            String[] first = one(HAN_GIVEN);
            String[] second = one(HAN_GIVEN);
            return new Truth(
                    List.of(family[0] + first[0] + second[0]), first[1] + second[1], family[1], born, nation, document);
        }
        String given = latin(1 + random.nextInt(2), false);
        String middle = latin(2, false);
        String family = latin(2, true);
        String more = random.nextInt(3) == 0 ? " " + latin(2, true) : "";
        return new Truth(
                List.of(given + " " + middle + " " + family + more),
                given + " " + middle,
                family + more,
                born,
                nation,
                document);
    }

    WatchEntry entry(Truth truth, int number, boolean yearOnly) {
        return new WatchEntry(
                "list",
                "E" + number,
                truth.listed(),
                List.of(
                        yearOnly
                                ? String.valueOf(truth.born().getYear())
                                : truth.born().toString()),
                random.nextInt(3) == 0 ? List.of() : List.of(truth.nation()),
                "",
                random.nextInt(4) == 0 ? List.of(new WatchEntry.Document(truth.nation(), truth.document())) : List.of(),
                "d" + number);
    }

    Traveller traveller(Truth truth, String given, String family) {
        return new Traveller(
                "T" + truth.document(),
                family,
                given,
                truth.born().toString(),
                "X",
                truth.nation(),
                "P",
                truth.nation(),
                "N" + truth.document().substring(1),
                "2031-01-01",
                null,
                null,
                new Journey("arrival", "air", "pgia", truth.nation(), "", "holiday", 7, 0, Instant.EPOCH));
    }

    Traveller traveller(Truth truth) {
        return traveller(truth, truth.given(), truth.family());
    }

    /** One letter of one of the words is wrong. */
    String slip(String name) {
        String[] words = name.split(" ", -1);
        int which = random.nextInt(words.length);
        words[which] = slipped(words[which]);
        return String.join(" ", words);
    }

    private String slipped(String word) {
        if (word.length() < 4) {
            return word;
        }
        int at = 1 + random.nextInt(word.length() - 2);
        char letter = (char) ('a' + random.nextInt(26));
        return switch (random.nextInt(4)) {
            case 0 -> word.substring(0, at) + word.substring(at + 1);
            case 1 -> word.substring(0, at) + letter + word.substring(at);
            case 2 -> word.substring(0, at) + letter + word.substring(at + 1);
            default ->
                word.substring(0, at)
                        + word.charAt(at + 1)
                        + word.charAt(at)
                        + word.substring(Math.min(word.length(), at + 2));
        };
    }

    /** A measurement's list of so many. */
    public List<Truth> truths(int count) {
        return IntStream.range(0, count).mapToObj(n -> truth()).toList();
    }

    /** Screens travellers of whom one in fifty is listed; answers the nanoseconds of each, in order of size. */
    public static long[] measure(int entries, int travellers) {
        TestWatchlists make = new TestWatchlists(1);
        List<Truth> truths = make.truths(entries);
        System.gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        List<WatchEntry> list = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            list.add(make.entry(truths.get(i), i, i % 4 == 0));
        }
        long start = System.nanoTime();
        WatchIndex index = new WatchIndex(list);
        long built = System.nanoTime() - start;
        System.gc();
        long memory = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - before;
        List<Traveller> asked = new ArrayList<>();
        for (int i = 0; i < travellers; i++) {
            asked.add(make.traveller(i % 50 == 0 ? truths.get(make.random.nextInt(entries)) : make.truth()));
        }
        long[] nanos = new long[travellers + 3];
        asked.subList(0, Math.min(2_000, travellers)).forEach(index::find);
        long found = 0;
        for (int i = 0; i < travellers; i++) {
            long from = System.nanoTime();
            found += index.find(asked.get(i)).size();
            nanos[i] = System.nanoTime() - from;
        }
        long[] sorted = java.util.Arrays.copyOf(nanos, travellers);
        java.util.Arrays.sort(sorted);
        long[] all = java.util.Arrays.copyOf(sorted, travellers + 3);
        all[travellers] = built;
        all[travellers + 1] = memory;
        all[travellers + 2] = found;
        return all;
    }

    /** How many exact names a second are looked up in a hash table, which finds nobody who is written otherwise. */
    public static double exactLookUps(int entries, int travellers) {
        TestWatchlists make = new TestWatchlists(1);
        java.util.Set<String> names = new java.util.HashSet<>();
        make.truths(entries).forEach(truth -> names.addAll(truth.listed()));
        List<Traveller> asked =
                make.truths(travellers).stream().map(make::traveller).toList();
        long start = System.nanoTime();
        long found = 0;
        for (int round = 0; round < 10; round++) {
            for (Traveller traveller : asked) {
                found += names.contains(traveller.name()) ? 1 : 0;
            }
        }
        return found < 0 ? 0 : 10.0 * travellers / ((System.nanoTime() - start) / 1e9);
    }
}
