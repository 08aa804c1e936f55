package bz.ceiba.bench;

import bz.ceiba.systems.border.screening.TestWatchlists;
import java.util.Arrays;

/**
 * Travellers against watchlists in memory, on one core: 100,000 entries in several scripts, one traveller in fifty listed. The raw limit is what
 * comparing plain texts would take: a look-up of each traveller's name in a hash table.
 */
final class ScreeningBench {
    private static final int ENTRIES = 100_000;
    private static final int TRAVELLERS = 10_000;

    private ScreeningBench() {}

    static void run() throws Exception {
        Report report = new Report("screening");
        add(report);
        report.keep();
    }

    /** For a report that has more than this. */
    static void add(Report report) {
        long[] all = TestWatchlists.measure(ENTRIES, TRAVELLERS);
        double seconds = Arrays.stream(all, 0, TRAVELLERS).sum() / 1e9;
        double raw = TestWatchlists.exactLookUps(ENTRIES, TRAVELLERS);
        report.add("raw limit: exact look-ups of names in a hash table, one core", raw, "per s");
        report.add("travellers screened, 100,000 entries, one core", TRAVELLERS / seconds, "per s");
        report.add("    half within", all[TRAVELLERS / 2] / 1e6, "ms");
        double slow = all[TRAVELLERS * 95 / 100] / 1e6;
        report.add("    95 of 100 within", slow, "ms", "under 200", slow < 200);
        report.add("    99 of 100 within", all[TRAVELLERS * 99 / 100] / 1e6, "ms");
        report.add("    index built in", all[TRAVELLERS] / 1e6, "ms");
        report.add("    memory of entries and index", all[TRAVELLERS + 1] / 1048576.0, "MB");
        report.add("    possible matches found", (double) all[TRAVELLERS + 2], "");
    }
}
