package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Html;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A resident's own declarations. */
@Controller
class MineController {
    static final String PATH = "/border/mine";

    private final Declarations declarations;
    private final Questions questions;
    private final Audit audit;

    MineController(Declarations declarations, Questions questions, Audit audit) {
        this.declarations = declarations;
        this.questions = questions;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.TRAVEL,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html mine(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "declarations")));
        return Html.of("border/mine")
                .with("declarations", declarations.of(actor.subject().digits()))
                .with("ports", questions.portNames());
    }
}
