package bz.ceiba.systems.transport;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What may be asked of the register of drivers: {@code transport.licence}, what the subject may drive now or might before, what stands on his licence and what bars him. */
@Component
class LicenceSource implements Source {
    static final String SERVICE = "transport.licence";

    /** The stage of one that ran out. */
    static final String LAPSED = "LAPSED";

    private final Drivers drivers;
    private final Endorsements endorsements;
    private final JsonMapper json;

    LicenceSource(Drivers drivers, Endorsements endorsements, JsonMapper json) {
        this.drivers = drivers;
        this.endorsements = endorsements;
        this.json = json;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    @Override
    public JsonNode answer(Question question) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode entitlements = answer.putArray("entitlements");
        drivers.entitlements(question.subject())
                .forEach(one -> add(entitlements, one, one.stage().name()));
        drivers.lapsed(question.subject()).forEach(one -> add(entitlements, one, LAPSED));
        ArrayNode bars = answer.putArray("bars");
        for (BarNow bar : drivers.bars(question.subject())) {
            bars.addObject()
                    .put("kind", bar.kind().name())
                    .put("classes", String.join(" ", bar.classes()))
                    .put("until", bar.until() == null ? null : bar.until().toString());
        }
        ArrayNode codes = answer.putArray("endorsements");
        for (Endorsement one : endorsements.of(question.subject())) {
            codes.addObject()
                    .put("code", one.code())
                    .put("class", one.licenceClass())
                    .put("until", one.until() == null ? null : one.until().toString());
        }
        return answer;
    }

    private static void add(ArrayNode entitlements, Entitlement one, String stage) {
        entitlements
                .addObject()
                .put("class", one.licenceClass())
                .put("stage", stage)
                .put("licence", one.licence())
                .put("until", one.until() == null ? null : one.until().toString());
    }
}
