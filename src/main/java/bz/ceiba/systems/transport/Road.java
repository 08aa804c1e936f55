package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;

/**
 * A main road of the country.
 *
 * @param code by which registers and open data name it
 * @param also what people call it besides
 * @param line from its first mile to its last
 */
public record Road(String code, LocalizedText name, List<String> also, List<Post> line) {
    /** A place on it, in degrees (WGS 84). */
    public record Post(double mile, double latitude, double longitude) {}

    public Road {
        also = List.copyOf(also);
        line = List.copyOf(line);
        if (line.size() < 2) {
            throw new IllegalArgumentException("the road " + code + " has no line");
        }
        for (int i = 1; i < line.size(); i++) {
            if (line.get(i).mile() <= line.get(i - 1).mile()) {
                throw new IllegalArgumentException("the miles of the road " + code + " do not rise");
            }
        }
    }

    /** Its last mile. */
    public double miles() {
        return line.getLast().mile();
    }

    boolean has(double mile) {
        return mile >= line.getFirst().mile() && mile <= miles();
    }

    /**
     * Where a mile of it lies, about.
     *
     * @throws IllegalArgumentException when it has no such mile
     */
    Post at(double mile) {
        for (int i = 1; i < line.size(); i++) {
            Post before = line.get(i - 1);
            Post after = line.get(i);
            if (mile >= before.mile() && mile <= after.mile()) {
                double part = (mile - before.mile()) / (after.mile() - before.mile());
                return new Post(
                        mile,
                        before.latitude() + part * (after.latitude() - before.latitude()),
                        before.longitude() + part * (after.longitude() - before.longitude()));
            }
        }
        throw new IllegalArgumentException(code + " has no mile " + mile);
    }
}
