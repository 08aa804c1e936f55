package bz.ceiba.systems.border.screening;

import java.util.List;

/** What a comparison of birth dates says. Dates are {@code 1964-02-17}, {@code 1964-02} or {@code 1964}. */
enum Birth {
    /** Both are whole and the same. */
    SAME,
    /** The same as far as both are known. */
    PARTLY,
    /** Day and month swapped, or one digit another: a slip of who typed it. */
    NEAR,
    UNKNOWN,
    OTHER;

    /** The best that one date says of several. */
    static Birth compare(String born, List<String> known) {
        if (born.length() < 4 || known.isEmpty()) {
            return UNKNOWN;
        }
        Birth best = OTHER;
        for (String one : known) {
            Birth found = compare(born, one);
            if (found.compareTo(best) < 0) {
                best = found;
            }
        }
        return best;
    }

    private static Birth compare(String a, String b) {
        if (b.length() < 4) {
            return UNKNOWN;
        }
        if (a.length() == 10 && b.length() == 10) {
            if (a.equals(b)) {
                return SAME;
            }
            boolean swapped = a.substring(0, 5).equals(b.substring(0, 5))
                    && a.substring(5, 7).equals(b.substring(8))
                    && a.substring(8).equals(b.substring(5, 7));
            int different = 0;
            for (int i = 0; i < 10; i++) {
                different += a.charAt(i) == b.charAt(i) ? 0 : 1;
            }
            return swapped || different == 1 ? NEAR : OTHER;
        }
        int shared = Math.min(a.length(), b.length());
        return a.substring(0, shared).equals(b.substring(0, shared)) ? PARTLY : OTHER;
    }
}
