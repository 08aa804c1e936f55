package bz.ceiba.platform.exchange;

import java.util.List;
import java.util.Set;

/** Knows which services are offered by other nodes, and asks these. */
public interface Elsewhere {
    /** One for each service that another node offers; they stay the same while the program runs. */
    List<Source> sources();

    /** One for each service of another node that takes messages. */
    default List<Receiver> receivers() {
        return List.of();
    }

    /** The agencies that have a node of their own: what is for them is not for the rooms of this program. */
    default Set<String> agencies() {
        return Set.of();
    }
}
