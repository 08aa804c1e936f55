package bz.ceiba.platform.insight;

/**
 * A count as the public may see it.
 *
 * @param value the count if it is exact, else a number that it is not below
 */
public record PublicCount(Kind kind, long value) {
    /** How much of it is told. */
    public enum Kind {
        EXACT,
        /** The value or up to four more: the month is not over. */
        AT_LEAST,
        /** One to four. */
        FEW,
        /** Not told, so that no other can be found by subtraction. */
        HIDDEN
    }

    /** A number as it is. */
    public static PublicCount exact(long value) {
        return new PublicCount(Kind.EXACT, value);
    }

    /** Whether there is a number to read. */
    public boolean isTold() {
        return kind == Kind.EXACT || kind == Kind.AT_LEAST;
    }

    /** Whether it is known to be nothing. */
    public boolean isNone() {
        return kind == Kind.EXACT && value == 0;
    }

    /** As programs read it: a number, {@code 10+}, {@code <5}, or {@code x} for what is not told. */
    public String csv() {
        return switch (kind) {
            case EXACT -> Long.toString(value);
            case AT_LEAST -> value + "+";
            case FEW -> "<5";
            case HIDDEN -> "x";
        };
    }
}
