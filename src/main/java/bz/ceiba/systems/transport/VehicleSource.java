package bz.ceiba.systems.transport;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What may be asked of the register of vehicles: {@code transport.vehicle}, about its keeper, by the plate in the parameter {@code plate}. */
@Component
class VehicleSource implements Source {
    static final String SERVICE = "transport.vehicle";

    private final Register register;
    private final Permits permits;
    private final JsonMapper json;

    VehicleSource(Register register, Permits permits, JsonMapper json) {
        this.register = register;
        this.permits = permits;
        this.json = json;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    /** {@code {"known": false}} for a plate that no vehicle has, or one that is not the subject's. */
    @Override
    public JsonNode answer(Question question) {
        return Plates.parse(question.parameters().getOrDefault("plate", ""))
                .flatMap(plate -> register.byPlate(plate).map(register::now))
                .filter(now -> now.isKeptBy(question.subject().digits()))
                .map(this::described)
                .orElseGet(() -> json.createObjectNode().put("known", false));
    }

    private ObjectNode described(VehicleNow now) {
        Vehicle vehicle = now.vehicle();
        ObjectNode answer = json.createObjectNode()
                .put("known", true)
                .put("plate", now.plate().orElse(null))
                .put("chassis", vehicle.chassis())
                .put("kind", vehicle.kind().name())
                .put("make", vehicle.make())
                .put("model", vehicle.model())
                .put("year", vehicle.year())
                .put("colour", vehicle.colour())
                .put("state", now.state().name())
                .put("keeper", now.keeper() == null ? null : now.keeper().name());
        for (Cover cover : Cover.values()) {
            answer.put(
                    cover.name().toLowerCase(java.util.Locale.ROOT),
                    now.covers().contains(cover));
        }
        if (vehicle.kind() == VehicleKind.BUS) {
            answer.put("permit", permits.routesOf(vehicle));
        }
        now.markers().stream().map(marker -> marker.kind().name()).distinct().forEach(answer.putArray("markers")::add);
        return answer;
    }
}
