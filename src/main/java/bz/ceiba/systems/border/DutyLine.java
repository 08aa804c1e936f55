package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;

/** A line of an assessment as the officer sees it before he saves it. */
public record DutyLine(
        LocalizedText name, Money value, Money free, String percent, Money duty, Money tax, boolean permit) {
    static DutyLine of(Duty.Line line) {
        return new DutyLine(
                line.name(),
                line.value(),
                line.free(),
                line.percent().toPlainString(),
                line.duty(),
                line.tax(),
                line.needsPermit());
    }
}
