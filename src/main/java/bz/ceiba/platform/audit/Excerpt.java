package bz.ceiba.platform.audit;

import java.util.List;

/**
 * One page of the log, newest entries first.
 *
 * @param entries at most {@link #SIZE}
 * @param more whether there are older ones
 */
public record Excerpt(List<Disclosure> entries, boolean more) {
    /** How many entries a page has. */
    public static final int SIZE = 50;

    /** Nobody reads further back page by page; a narrower search finds it. */
    public static final int LAST_PAGE = 200;

    public Excerpt {
        entries = List.copyOf(entries);
    }

    static Excerpt of(List<Disclosure> oneMore) {
        boolean more = oneMore.size() > SIZE;
        return new Excerpt(more ? oneMore.subList(0, SIZE) : oneMore, more);
    }

    static int offset(int page) {
        return Math.clamp(page, 0, LAST_PAGE) * SIZE;
    }
}
