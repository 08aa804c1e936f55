package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Residents;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.VisitorRules;
import org.springframework.stereotype.Component;

/** Services are for residents; visitors apply for those that the country pack names. */
@Component
class WhoMayApply {
    private final Residents residents;
    private final VisitorRules rules = VisitorRules.load();

    WhoMayApply(Residents residents) {
        this.residents = residents;
    }

    /** @throws Problem FORBIDDEN for a visitor whom the service is not for, also when another acts for him */
    void require(ServiceDefinition definition, Actor actor) {
        if (rules.services().contains(definition.id())) {
            return;
        }
        if (residents.isVisitor(actor.subject())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.residents-only");
        }
    }
}
