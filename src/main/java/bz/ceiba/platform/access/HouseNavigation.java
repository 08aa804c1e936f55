package bz.ceiba.platform.access;

import bz.ceiba.platform.web.Page.Link;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The links of the platform's own rooms. */
@Component
@Order(0)
class HouseNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (!actor.isStaff() || actor.actingFor() != null) {
            links.add(new Link("/portal/mine", "access.link.mine"));
            links.add(new Link("/identity/me", "access.link.me"));
        }
        if (actor.agencyAs(Role.OFFICER).isPresent()
                || actor.agencyAs(Role.SUPERVISOR).isPresent()) {
            links.add(new Link("/cases/worklist", "access.link.worklist"));
        }
        if (actor.agencyAs(Role.SUPERVISOR).isPresent()) {
            links.add(new Link("/insight/desk", "access.link.figures"));
        }
        if (actor.holds(Role.REGISTRAR, "police")) {
            links.add(new Link("/policerecords/register", "access.link.register"));
        }
        if (actor.agencyAs(Role.ASSISTANT).isPresent()) {
            links.add(new Link("/access/acting", "access.link.acting"));
        }
        if (actor.agencyAs(Role.SUPERVISOR).isPresent()
                || actor.agencyAs(Role.AUDITOR).isPresent()) {
            links.add(new Link("/access/staff", "access.link.staff"));
        }
        if (actor.isStaff() && actor.actingFor() == null) {
            links.add(new Link("/access/posts", "access.link.posts"));
        }
        if (actor.actingFor() == null || actor.actingFor().readsInbox()) {
            links.add(new Link("/notifications/inbox", "access.link.inbox"));
        }
        return links;
    }
}
