package bz.ceiba.platform.insight;

/**
 * A share in percent as the public may see it: where exactness would tell a count of one to four, a bound takes its place.
 *
 * @param percent 0 to 100; nothing if there is no share to tell
 */
public record PublicShare(Kind kind, int percent) {
    /** How much of it is told. */
    public enum Kind {
        NONE,
        EXACT,
        AT_LEAST,
        AT_MOST
    }

    /** The share decided in time among those decided. */
    static PublicShare of(Counts counts, boolean monthIsOver) {
        return of(counts.inTime(), counts.decided(), monthIsOver);
    }

    /**
     * The share of a part in a whole.
     *
     * @param over whether neither changes any more
     */
    public static PublicShare of(long part, long whole, boolean over) {
        long few = Disclosure.FEWEST - 1;
        if (whole < Disclosure.FEWEST) {
            return new PublicShare(Kind.NONE, 0);
        }
        long told = over ? whole : Disclosure.floor(whole);
        if (Disclosure.isFew(whole - part)) {
            return new PublicShare(Kind.AT_LEAST, (int) (100 * (told - few) / told));
        }
        if (Disclosure.isFew(part)) {
            return new PublicShare(Kind.AT_MOST, (int) Math.ceilDiv(100 * few, told));
        }
        return new PublicShare(Kind.EXACT, (int) (100L * part / whole));
    }
}
