package bz.ceiba.systems.border.carrier;

/**
 * Something in a carrier's file that could not be read, or is not as the standard has it.
 *
 * @param position of the segment, or of the line in CSV, counted from 1 (UNA is none)
 * @param code a word for it, as in {@code border.carrier.fault.<code>}
 * @param raw as it came
 * @param taken whether the segment was taken all the same
 */
public record Fault(int position, String code, String raw, boolean taken) {
    private static final int LONGEST = 2_000;

    public Fault {
        raw = raw.length() <= LONGEST ? raw : raw.substring(0, LONGEST);
    }

    /** The same where so many segments stand before. */
    Fault behind(int segments) {
        return segments == 0 ? this : new Fault(position + segments, code, raw, taken);
    }

    static Fault lost(int position, String code, String raw) {
        return new Fault(position, code, raw, false);
    }
}
