package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import java.util.List;
import java.util.Optional;

/** Routes of public transport of the country pack: {@code belize/routes.yaml}. */
record Routes(boolean demo, List<Route> routes) {
    Routes {
        routes = List.copyOf(routes);
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static Routes load() {
        return CountryPack.read("routes", Routes.class);
    }

    Optional<Route> find(String id) {
        return routes.stream().filter(route -> route.id().equals(id)).findFirst();
    }
}
