package bz.ceiba.systems.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Routes of public transport of the country pack: {@code belize/routes.yaml}. */
record Routes(boolean demo, List<Route> routes) {
    private static final String FILE = "/belize/routes.yaml";

    Routes {
        routes = List.copyOf(routes);
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static Routes load() {
        try (InputStream in = Routes.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the country pack has no " + FILE);
            }
            return new YAMLMapper().readValue(in, Routes.class);
        } catch (IOException e) {
            throw new IllegalStateException("the country pack's " + FILE + " can't be read: " + e.getMessage(), e);
        }
    }

    Optional<Route> find(String id) {
        return routes.stream().filter(route -> route.id().equals(id)).findFirst();
    }
}
