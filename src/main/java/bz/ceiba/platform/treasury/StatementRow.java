package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.treasury.Lines.Progress;
import bz.ceiba.platform.treasury.Statements.Imported;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A statement as the desk lists it. */
public record StatementRow(
        String account,
        String number,
        LocalDate day,
        Money opening,
        Money closing,
        int lines,
        int unseen,
        int exceptions,
        Money open) {
    static StatementRow of(Imported statement, @Nullable Progress progress) {
        return new StatementRow(
                statement.account(),
                statement.number(),
                statement.day(),
                statement.opening(),
                statement.closing(),
                progress == null ? 0 : progress.lines(),
                progress == null ? 0 : progress.unseen(),
                progress == null ? 0 : progress.exceptions(),
                progress == null ? Money.ZERO : progress.open());
    }
}
