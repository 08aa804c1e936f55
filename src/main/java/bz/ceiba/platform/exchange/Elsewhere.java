package bz.ceiba.platform.exchange;

import java.util.List;

/** Knows which services are offered by other nodes, and asks these. */
public interface Elsewhere {
    /** One for each service that another node offers; they stay the same while the program runs. */
    List<Source> sources();
}
