package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The supervisor's board. */
@Controller
class BoardController {
    private final Board board;
    private final Services services;
    private final Audit audit;
    private final Country country;

    BoardController(Board board, Services services, Audit audit, Country country) {
        this.board = board;
        this.services = services;
        this.audit = audit;
        this.country = country;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.FIGURES_READ)
    @GetMapping("/cases/board")
    Html board(Actor actor) {
        String agency = actor.agencyAs(Role.SUPERVISOR).orElseThrow();
        audit.record(actor.doesFor(agency, AuditEvent.FIGURES_READ, null, null, null, Map.of("page", "board")));
        return Html.of("cases/board")
                .with("figures", board.of(agency))
                .with("agency", country.agency(agency).name())
                .with("services", services);
    }
}
