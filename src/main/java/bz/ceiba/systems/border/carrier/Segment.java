package bz.ceiba.systems.border.carrier;

import java.util.List;

/**
 * One segment of an interchange.
 *
 * @param position counted from 1 in the interchange
 * @param elements each with its components
 * @param raw as it came
 */
record Segment(int position, String tag, List<List<String>> elements, String raw) {
    private static final int LONGEST = 512;

    /** A component, both counted from 1; empty when it was not sent. */
    String at(int element, int component) {
        if (element > elements.size() || component > elements.get(element - 1).size()) {
            return "";
        }
        return elements.get(element - 1).get(component - 1).strip();
    }

    /** Whether an envelope's segment is one that can be kept and found again. */
    boolean isKeepable() {
        return raw.length() <= LONGEST && raw.chars().noneMatch(c -> c < ' ');
    }

    boolean is(String wanted, String qualifier) {
        return tag.equals(wanted) && at(1, 1).equals(qualifier);
    }
}
