package bz.ceiba.platform.audit;

import java.time.YearMonth;
import java.util.List;

/**
 * What the verification of an archive found.
 *
 * @param from how many entries were sealed before
 * @param to how many with these
 * @param witnesses who of the known witnesses has cosigned its checkpoint
 */
public record ArchiveReport(YearMonth month, long from, long to, List<String> witnesses) {
    public ArchiveReport {
        witnesses = List.copyOf(witnesses);
    }
}
