package bz.ceiba.systems.transport;

import java.util.List;

/** A road's figures in words: all of them, and those of each hour of the day. */
public record RoadRow(String road, String all, List<String> hours) {
    public RoadRow {
        hours = List.copyOf(hours);
    }
}
