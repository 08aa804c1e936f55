package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a statement and how far it has come.
 *
 * @param amount negative for what left the account
 * @param open what of it lies in suspense
 * @param charges what was kept of it under way
 * @param statement the bank's identifier of its statement
 */
public record Line(
        UUID id,
        String account,
        String statement,
        int number,
        Money amount,
        Money open,
        Money charges,
        LocalDate bookedOn,
        @Nullable String bankReference,
        List<String> references,
        @Nullable String party,
        @Nullable String info,
        boolean reversal,
        LineState state) {
    /**
     * What a line can be. {@code NEW} leads to {@code MATCHED} and {@code EXCEPTION}, that to {@code SETTLED}; another line
     * makes it {@code REVERSED}.
     */
    public enum LineState {
        NEW,
        MATCHED,
        EXCEPTION,
        SETTLED,
        REVERSED
    }

    public Line {
        references = List.copyOf(references);
    }
}
