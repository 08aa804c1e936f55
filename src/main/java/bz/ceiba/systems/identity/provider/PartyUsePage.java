package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Money;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service did, and what that costs.
 *
 * @param quotas how much of each it may a day, in the order of the columns; null for as much as it likes
 * @param days the latest first
 * @param months the latest first
 */
public record PartyUsePage(String client, String name, List<Quota> quotas, List<Row> days, List<Month> months) {
    public PartyUsePage {
        quotas = List.copyOf(quotas);
        days = List.copyOf(days);
        months = List.copyOf(months);
    }

    public record Quota(String kind, @Nullable Integer daily) {}

    /**
     * @param counts in the order of the columns
     */
    public record Row(LocalDate day, List<Long> counts, Money price) {
        public Row {
            counts = List.copyOf(counts);
        }
    }

    /**
     * @param first its first day
     */
    public record Month(LocalDate first, long answers, Money price) {}
}
