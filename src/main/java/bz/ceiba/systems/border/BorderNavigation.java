package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The desk for officers of both agencies, figures for their managers, and everybody's own declarations. */
@Component
@Order(4)
class BorderNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (actor.actingFor() == null && Part.of(actor).isPresent()) {
            links.add(new Link(DeskController.PATH, "border.desk.title"));
        }
        if (actor.actingFor() == null && Part.of(actor, Role.SUPERVISOR).isPresent()) {
            links.add(new Link(ArrivalFiguresController.DESK, "border.figures.title"));
        }
        return links;
    }

    @Override
    public List<Link> own(Actor actor) {
        return List.of(new Link(MineController.PATH, "border.mine.title"));
    }

    @Override
    public List<Link> doors() {
        return List.of(new Link(DeclareController.PATH, "border.declare.title"));
    }

    @Override
    public List<Link> figures() {
        return List.of(new Link(ArrivalFiguresController.PATH, "border.figures.link"));
    }
}
