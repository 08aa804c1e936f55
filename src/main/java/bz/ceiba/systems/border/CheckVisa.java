package bz.ceiba.systems.border;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the register of people with which passport the applicant is registered, and looks up whether his nationality needs a visa. */
@Component
@EffectName("border.check-visa")
class CheckVisa implements CaseEffect {
    private final Exchange exchange;
    private final Visas visas;
    private final Questions questions;
    private final Cases cases;
    private final JsonMapper json;

    CheckVisa(Exchange exchange, Visas visas, Questions questions, Cases cases, JsonMapper json) {
        this.exchange = exchange;
        this.visas = visas;
        this.questions = questions;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        ObjectNode facts = facts(file);
        if (file.state().equals("review")) {
            cases.noteBySystem(file.number(), facts);
        } else if (file.state().equals("checking")) {
            cases.advance(file.number(), next(facts), facts);
        }
    }

    private static String next(ObjectNode facts) {
        if (!facts.path("visitor").asBoolean(false)) {
            return "not-visitor";
        }
        return facts.path("needed").asBoolean(false) ? "checked" : "not-needed";
    }

    /** As the register has it now; not in a transaction. */
    ObjectNode facts(CaseFile file) {
        JsonNode visitor = exchange.ask(new Question(
                "identity.visitor",
                file.agency(),
                "entry-visa",
                file.number(),
                file.person(),
                AuditEntry.SYSTEM,
                null,
                Map.of()));
        ObjectNode facts =
                json.createObjectNode().put("visitor", visitor.path("known").asBoolean(false));
        List.of("nationality", "issuer", "document", "expiry")
                .forEach(name -> facts.put(name, visitor.path(name).asString("")));
        String nationality = facts.path("nationality").asString("");
        LocalDate arrival = arrival(file);
        return facts.put("seen", visitor.path("seen").asBoolean(false))
                .put("needed", visas.rules().isNeeded(nationality, arrival))
                .put("reduced", visas.rules().isReduced(nationality, questions.today()));
    }

    private LocalDate arrival(CaseFile file) {
        try {
            return LocalDate.parse(file.form().path("arrival").asString(""));
        } catch (DateTimeException e) {
            return questions.today();
        }
    }
}
