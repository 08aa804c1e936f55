package bz.ceiba.systems.border;

import bz.ceiba.platform.exchange.Elsewhere;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether an agency of the border has a node of its own, so that it is told and asked through the exchange what else both read here. */
@Component
class OtherNode {
    private final ObjectProvider<Elsewhere> elsewhere;

    OtherNode(ObjectProvider<Elsewhere> elsewhere) {
        this.elsewhere = elsewhere;
    }

    boolean isOf(Part part) {
        return elsewhere.stream().anyMatch(nodes -> nodes.agencies().contains(part.agency()));
    }
}
