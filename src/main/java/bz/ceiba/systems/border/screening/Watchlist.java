package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of people or documents for which officers look.
 *
 * @param kind NOTICE, DOCUMENTS, COURT or SANCTIONS
 * @param agencies that may read what stands on it
 * @param publisherKey with which its files are signed (Ed25519, base 64), or null
 * @param entries how many stand on it now
 */
public record Watchlist(
        String id,
        String kind,
        LocalizedText title,
        List<String> agencies,
        @Nullable String publisherKey,
        int version,
        int entries) {
    public Watchlist {
        agencies = List.copyOf(agencies);
    }
}
