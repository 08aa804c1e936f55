package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Cases of the test licence. */
@Component
class Licences {
    private final Cases cases;
    private final Services services;

    Licences(Cases cases, Services services) {
        this.cases = cases;
        this.services = services;
    }

    ServiceDefinition version(int version) {
        return services.version("testing.licence", version);
    }

    static ObjectNode form(String purpose) {
        return Cases.empty().put("purpose", purpose);
    }

    CaseFile submit(Actor applicant, ObjectNode form) {
        return cases.submit(new Submission(UUID.randomUUID().toString(), version(1), applicant, form, "en"));
    }

    /** A case that costs nothing and waits for an officer. */
    CaseFile free(Actor applicant) {
        return submit(applicant, form("free"));
    }

    CaseFile move(Actor actor, CaseFile file, String transition) {
        return move(actor, file, transition, Cases.empty());
    }

    CaseFile move(Actor actor, CaseFile file, String transition, ObjectNode input) {
        return cases.move(
                actor, new Move(file.number(), file.revision(), transition, input, Cases.empty(), Locale.ENGLISH));
    }
}
