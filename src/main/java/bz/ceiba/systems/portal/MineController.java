package bz.ceiba.systems.portal;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Drafts;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** My things: the forms I have begun, my cases, and the ways to everything else that is mine. */
@Controller
class MineController {
    private final Cases cases;
    private final Drafts drafts;
    private final Services services;
    private final ObjectProvider<Navigation> navigation;
    private final Audit audit;

    MineController(Cases cases, Drafts drafts, Services services, ObjectProvider<Navigation> navigation, Audit audit) {
        this.cases = cases;
        this.drafts = drafts;
        this.services = services;
        this.navigation = navigation;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/portal/mine")
    Html mine(Actor actor) {
        // Of whom he acts for he sees only what he may act in.
        List<CaseFile> all = cases.of(actor.subject()).stream()
                .filter(file -> actor.mayIn(services.of(file).about()))
                .toList();
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "mine")));
        return Html.of("portal/mine")
                .with(
                        "drafts",
                        drafts.of(actor.subject()).stream()
                                .filter(draft -> actor.mayIn(services.version(draft.service(), draft.version())
                                        .about()))
                                .toList())
                .with("open", all.stream().filter(CaseFile::isOpen).toList())
                .with("closed", all.stream().filter(file -> !file.isOpen()).toList())
                .with(
                        "more",
                        navigation
                                .orderedStream()
                                .flatMap(room -> room.own(actor).stream())
                                .toList())
                .with("services", services);
    }
}
