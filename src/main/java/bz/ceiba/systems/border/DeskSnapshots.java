package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.documents.SignedStatements;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a desk needs without a network: the declarations of a port for today and tomorrow, cut to what the agency may know, and the keys that codes
 * are signed with. Signed by us (JWS) and encrypted to the device (JWE). docs/border-app.md explains it.
 */
@Component
class DeskSnapshots {
    static final String TYPE = "border-snapshot+json";

    /** So long it may be used. */
    static final Duration LIFE = Duration.ofHours(12);

    /** More than a port has on two days; what is beyond is not told as if it were all. */
    private static final int MOST = 3_000;

    private static final int MOST_TRAVELLERS = 1_000;

    private final Arrivals arrivals;
    private final Desk desk;
    private final Questions questions;
    private final BorderRules rules;
    private final SignedStatements statements;
    private final Messages messages;
    private final Audit audit;
    private final JsonMapper json;
    private final Clock clock;

    DeskSnapshots(
            Arrivals arrivals,
            Desk desk,
            Questions questions,
            BorderRules rules,
            SignedStatements statements,
            Messages messages,
            Audit audit,
            JsonMapper json,
            Clock clock) {
        this.arrivals = arrivals;
        this.desk = desk;
        this.questions = questions;
        this.rules = rules;
        this.statements = statements;
        this.messages = messages;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** One for this device, signed: a compact JWS. That the officer has each declaration is written down. */
    String signedFor(Device device, Actor officer, Part part, Locale locale) {
        Instant now = clock.instant();
        LocalDate today = questions.today();
        List<Declaration> all = arrivals.expected(device.place(), today, today.plusDays(1), MOST + 1);
        List<Declaration> told = all.stream().limit(MOST).toList();
        ObjectNode body = json.createObjectNode()
                .put("made", now.toString())
                .put("until", now.plus(LIFE).toString())
                .put("agency", part.agency())
                .put("port", device.place())
                .put("today", today.toString())
                .put("stayDays", rules.stayDays())
                .put("whole", all.size() <= MOST);
        ArrayNode declarations = body.putArray("declarations");
        for (Declaration one : told) {
            desk.looked(officer, part, one, "snapshot");
            declarations.add(declaration(desk.own(part, one, MOST_TRAVELLERS, locale), locale));
        }
        body.set("keys", json.readTree(statements.keySet()));
        audit.record(officer.doesFor(
                part.agency(),
                AuditEvent.SNAPSHOT_GIVEN,
                null,
                null,
                JointView.PURPOSE,
                Map.of("device", device.id().toString(), "declarations", Integer.toString(told.size()))));
        return statements.sign(TYPE, json.writeValueAsBytes(body));
    }

    private ObjectNode declaration(DeskView view, Locale locale) {
        Declaration one = view.declaration();
        ObjectNode said = json.createObjectNode()
                .put("number", one.number())
                .put("version", one.version())
                .put("arrival", one.arrival())
                .put("day", one.travelDate().toString())
                .put("carrier", one.carrier())
                .put("count", one.travellers())
                .put("withdrawn", one.isWithdrawn());
        ArrayNode answers = said.putArray("answers");
        view.answers().forEach(field -> answers.addObject()
                .put("title", field.title())
                .put("text", field.date().map(day -> messages.date(locale, day)).orElse(field.readable())));
        ArrayNode travellers = said.putArray("travellers");
        view.travellers().forEach(traveller -> travellers.add(traveller(traveller, locale)));
        return said;
    }

    private ObjectNode traveller(DeskTraveller one, Locale locale) {
        ObjectNode said = json.createObjectNode()
                .put("position", one.position())
                .put("name", one.name())
                .put("nationality", one.nationality())
                .put("visitor", one.visitor())
                .put("document", one.details().getOrDefault("number", ""));
        ArrayNode details = said.putArray("details");
        one.details().forEach((name, text) -> details.addObject()
                .put("title", messages.text(locale, "border.desk.field." + name))
                .put("text", text));
        DeskCheck check = one.check();
        if (check != null) {
            said.put("refer", check.refer()).put("list", check.list().name());
            ArrayNode differences = said.putArray("differences");
            check.differences().forEach(difference -> differences
                    .addObject()
                    .put("title", messages.text(locale, "border.desk.check.field." + difference.field()))
                    .put("listed", difference.listed())
                    .put("shown", difference.shown()));
        }
        DeskVisa visa = one.visa();
        if (visa != null && visa.needed()) {
            ObjectNode shown = said.putObject("visa").put("suffices", visa.suffices());
            describe(visa.visa(), shown, locale);
        }
        Stay stay = one.stay();
        if (stay != null) {
            said.put(
                    "stay",
                    messages.text(
                            locale,
                            "border.desk.stay",
                            messages.date(locale, stay.admitted()),
                            messages.date(locale, stay.until())));
        }
        Decision decision = one.decision();
        if (decision != null) {
            said.putObject("decision")
                    .put("outcome", decision.outcome().name())
                    .put(
                            "until",
                            decision.until() == null ? null : decision.until().toString())
                    .put("words", decision.words())
                    .put("by", decision.byName())
                    .put("at", decision.decidedAt().toString());
        }
        return said;
    }

    /** The visa as it stood when the copy was made: who entered with it elsewhere since is not in it. */
    private void describe(@Nullable Visa visa, ObjectNode shown, Locale locale) {
        if (visa == null) {
            shown.put("title", messages.text(locale, "border.visa.desk.none"))
                    .put("text", messages.text(locale, "border.visa.desk.other"));
            return;
        }
        shown.put("title", messages.text(locale, "border.visa.desk." + visa.standing()))
                .put(
                        "text",
                        messages.text(
                                locale,
                                "border.visa.desk.what",
                                visa.document(),
                                messages.text(
                                        locale, "border.visa.entries." + (visa.multiple() ? "multiple" : "single")),
                                messages.date(locale, visa.until()),
                                visa.stayDays()));
    }
}
