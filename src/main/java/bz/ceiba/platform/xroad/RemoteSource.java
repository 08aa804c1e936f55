package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Answered;
import bz.ceiba.platform.exchange.Claim;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A register at another node that can be asked. */
record RemoteSource(RemoteService remote) implements Source {
    @Override
    public String service() {
        return remote.service();
    }

    @Override
    public boolean isElsewhere() {
        return true;
    }

    /**
     * @throws XroadError when there is no answer
     */
    @Override
    public JsonNode answer(Question question) {
        return remote.answer(response(question, null));
    }

    /**
     * @throws Problem FORBIDDEN when the other node refuses
     * @throws XroadError when there is no answer
     */
    @Override
    public Answered answer(Question question, Claim claim) {
        LoggedMessage response;
        try {
            response = response(question, claim);
        } catch (XroadError error) {
            if (!error.isDenial()) {
                throw error;
            }
            Problem problem = new Problem(
                    Problem.Kind.FORBIDDEN,
                    "xroad.problem.refused-there",
                    Map.of("service", question.service(), "purpose", question.purpose()));
            problem.initCause(error);
            throw problem;
        }
        return new Answered(
                remote.answer(response), Grounds.consent(response.head()).orElse(null));
    }

    private LoggedMessage response(Question question, @Nullable Claim claim) {
        ObjectNode body = remote.json().createObjectNode();
        body.put("purpose", question.purpose());
        PersonNumber about = question.about();
        if (about != null) {
            body.put("subject", about.digits());
        }
        ObjectNode parameters = body.putObject("parameters");
        question.parameters().forEach(parameters::put);
        return remote.call(question.consumer(), question.askedBy(), body, grounds(question.caseNumber(), claim));
    }

    private static List<Header> grounds(@Nullable CaseNumber about, @Nullable Claim claim) {
        List<Header> grounds = new ArrayList<>();
        if (about != null) {
            grounds.add(Grounds.about(about));
        } else if (claim != null) {
            grounds.add(Grounds.standing(claim));
        }
        if (claim != null && claim.consentGiven() != null) {
            grounds.add(Grounds.consent(claim));
        }
        return grounds;
    }
}
