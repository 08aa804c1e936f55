package bz.ceiba.platform.kernel;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads passports by their machine-readable zone (ICAO Doc 9303). The room that knows travel documents implements it. */
public interface TravelDocuments {
    /**
     * What a passport says.
     *
     * @param surname the primary identifier
     * @param given the secondary identifier; may be empty
     * @param sex {@code F}, {@code M}, or empty where the document says nothing
     * @param birth null where parts of the day are unknown
     * @param nationality as ICAO codes it
     * @param issuer likewise
     * @param number in capitals without spaces
     * @param expiry the last day on which it counts
     */
    record Passport(
            String surname,
            String given,
            String sex,
            @Nullable LocalDate birth,
            String nationality,
            String issuer,
            String number,
            LocalDate expiry) {}

    /**
     * What came of it.
     *
     * @param passport null when something is wrong
     * @param fault what is wrong, in the reader's language; empty when nothing is
     */
    record Reading(@Nullable Passport passport, String fault) {}

    /** Reads a zone as it was typed, scanned or pasted; documents that are no passport or have run out are refused. */
    Reading read(String zone, Locale reader);
}
