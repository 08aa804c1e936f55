package bz.ceiba.systems.transport;

import java.util.List;

/** What the register keeps in two times. */
final class Facts {
    static final Timeline PLATE = new Timeline("transport.plate_use", List.of("plate"), List.of("vehicle"));
    static final Timeline KEEPING =
            new Timeline("transport.keeping", List.of("vehicle"), List.of("keeper", "keeper_name"));
    static final Timeline STATE = new Timeline("transport.vehicle_state", List.of("vehicle"), List.of("state"));
    static final Timeline MARKER =
            new Timeline("transport.marker", List.of("vehicle", "kind", "reference"), List.of("holder"));
    static final Timeline COVER =
            new Timeline("transport.cover", List.of("vehicle", "kind", "reference", "provider"), List.of());
    static final Timeline ENTITLEMENT =
            new Timeline("transport.entitlement", List.of("holder", "class"), List.of("stage", "licence", "district"));
    static final Timeline BAR =
            new Timeline("transport.bar", List.of("holder", "reference"), List.of("kind", "classes"));

    static final Timeline ENDORSEMENT =
            new Timeline("transport.endorsement", List.of("holder", "class", "code"), List.of("reference"));

    private Facts() {}
}
