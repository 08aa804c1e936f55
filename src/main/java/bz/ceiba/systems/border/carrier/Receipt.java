package bz.ceiba.systems.border.carrier;

import java.util.List;

/**
 * What is answered to a carrier.
 *
 * @param reference of his file
 * @param known whether the very same file came before
 * @param messages and travellers that were taken
 * @param faults what was quarantined or noted, with its place
 */
record Receipt(String reference, boolean known, int messages, int travellers, List<Fault> faults) {
    Receipt {
        faults = List.copyOf(faults);
    }

    /** Whether anything was taken. */
    boolean accepted() {
        return messages > 0;
    }
}
