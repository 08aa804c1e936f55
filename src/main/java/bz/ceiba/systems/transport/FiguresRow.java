package bz.ceiba.systems.transport;

import java.util.List;

/** The figures of a road or district in words: all of them, and the parts of that. */
public record FiguresRow(String place, String all, List<String> parts) {
    public FiguresRow {
        parts = List.copyOf(parts);
    }
}
