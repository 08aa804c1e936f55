package bz.ceiba.platform.insight;

/**
 * A share in percent as the public may see it: where exactness would tell a count of one to four, a bound takes its place.
 *
 * @param percent 0 to 100; nothing if there is no share to tell
 */
record PublicShare(Kind kind, int percent) {
    enum Kind {
        NONE,
        EXACT,
        AT_LEAST,
        AT_MOST
    }

    /** The share decided in time among those decided. */
    static PublicShare of(Counts counts, boolean monthIsOver) {
        long decided = counts.decided();
        long few = Disclosure.FEWEST - 1;
        if (decided < Disclosure.FEWEST) {
            return new PublicShare(Kind.NONE, 0);
        }
        long told = monthIsOver ? decided : Disclosure.floor(decided);
        if (Disclosure.isFew(counts.late())) {
            return new PublicShare(Kind.AT_LEAST, (int) (100 * (told - few) / told));
        }
        if (Disclosure.isFew(counts.inTime())) {
            return new PublicShare(Kind.AT_MOST, (int) Math.ceilDiv(100 * few, told));
        }
        return new PublicShare(Kind.EXACT, (int) (100L * counts.inTime() / decided));
    }
}
