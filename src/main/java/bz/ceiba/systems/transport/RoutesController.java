package bz.ceiba.systems.transport;

import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Everybody's page of routes: who may carry passengers today, and when the buses leave. */
@Controller
@PublicPage
class RoutesController {
    static final String PATH = "/transport/routes";

    private final Permits permits;

    RoutesController(Permits permits) {
        this.permits = permits;
    }

    @GetMapping(PATH)
    Html page() {
        List<Permit> inForce = permits.inForce();
        Map<Route, List<Permit>> byRoute = new LinkedHashMap<>();
        for (Route route : permits.routes().routes()) {
            byRoute.put(
                    route,
                    inForce.stream()
                            .filter(permit -> permit.route().equals(route.id()))
                            .toList());
        }
        return Html.of("transport/routes")
                .with("routes", byRoute)
                .with("demo", permits.routes().demo())
                .with("roads", Roads.load());
    }
}
