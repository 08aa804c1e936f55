package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as the bank sent it, whose entries are proved to lead from its opening to its closing balance.
 *
 * @param number the bank's identifier of the statement
 * @param sequence the bank's count of the account's statements, or null
 * @param day the day of the closing balance
 */
record BankStatement(
        String account,
        String number,
        @Nullable Long sequence,
        LocalDate day,
        Money opening,
        Money closing,
        List<BankLine> lines) {
    /**
     * One movement: an entry, or one of the transactions in it.
     *
     * @param amount negative for what left the account
     * @param charges what was kept of it under way
     * @param bankReference the bank's own reference, or null
     * @param references all words by which it may name what it is for
     * @param party who paid or was paid, or null
     * @param info what was written on the transfer, or null
     * @param reversal whether it takes an earlier movement back
     */
    record BankLine(
            Money amount,
            Money charges,
            LocalDate bookedOn,
            @Nullable String bankReference,
            List<String> references,
            @Nullable String party,
            @Nullable String info,
            boolean reversal) {
        BankLine {
            references = List.copyOf(references);
        }
    }

    BankStatement {
        lines = List.copyOf(lines);
    }
}
