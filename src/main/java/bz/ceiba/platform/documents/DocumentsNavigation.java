package bz.ceiba.platform.documents;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The links to legal holds and to what was destroyed, and the door to verification. */
@Component
@Order(20)
class DocumentsNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (actor.agencyAs(Role.SUPERVISOR).isPresent()) {
            links.add(new Link("/documents/holds", "documents.holds"));
        }
        if (actor.agencyAs(Role.AUDITOR).isPresent()) {
            links.add(new Link("/documents/destructions", "documents.destructions"));
        }
        return links;
    }

    @Override
    public List<Link> doors() {
        return List.of(new Link(VerifyController.PATH, "documents.verify.door"));
    }
}
