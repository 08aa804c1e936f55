package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What an officer holds, until when, and who appointed him. */
@Controller
class PostsController {
    private final Tenures tenures;
    private final Country country;
    private final Audit audit;

    PostsController(Tenures tenures, Country country, Audit audit) {
        this.tenures = tenures;
        this.country = country;
        this.audit = audit;
    }

    @GetMapping("/access/posts")
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    Html show(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("what", "posts")));
        List<Tenure> all = tenures.of(actor.person()).stream()
                .filter(tenure -> tenure.state() != Tenure.State.PROPOSED)
                .toList();
        return Html.of("access/posts")
                .with("country", country)
                .with("today", tenures.today())
                .with(
                        "current",
                        all.stream().filter(one -> !one.isOver(tenures.today())).toList())
                .with(
                        "past",
                        all.stream().filter(one -> one.isOver(tenures.today())).toList())
                .with("staff", actor.isStaff());
    }
}
