package bz.ceiba.systems.border.screening;

import java.util.List;

/**
 * An entry that may mean a traveller.
 *
 * @param score from 0 to 1, to order those of one grade
 */
record Found(WatchEntry entry, Grade grade, double score, List<Reason> reasons) {
    Found {
        reasons = List.copyOf(reasons);
    }
}
