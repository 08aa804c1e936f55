package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The desk for officers of both agencies, and everybody's own declarations. */
@Component
@Order(4)
class BorderNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return actor.actingFor() == null && Part.of(actor).isPresent()
                ? List.of(new Link(DeskController.PATH, "border.desk.title"))
                : List.of();
    }

    @Override
    public List<Link> own(Actor actor) {
        return List.of(new Link(MineController.PATH, "border.mine.title"));
    }

    @Override
    public List<Link> doors() {
        return List.of(new Link(DeclareController.PATH, "border.declare.title"));
    }
}
