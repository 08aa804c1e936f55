package bz.ceiba.systems.transport;

import java.util.List;

/**
 * A route of public transport.
 *
 * @param road on which it runs, a code of {@code belize/roads.yaml}
 * @param stops in their order
 */
public record Route(String id, String road, List<String> stops) {
    public Route {
        stops = List.copyOf(stops);
    }

    /** The stops, which are the same in every language. */
    public String name() {
        return String.join(" – ", stops);
    }
}
