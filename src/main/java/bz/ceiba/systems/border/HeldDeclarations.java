package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The declarations that a resident made, for him to take away: what he said, and what was decided. */
@Component
class HeldDeclarations implements HeldAbout {
    private final Declarations declarations;
    private final Decisions decisions;
    private final BroughtDecisions brought;
    private final Registered registered;
    private final TemporaryImports vehicles;
    private final CheckedThings checked;
    private final Questions questions;

    HeldDeclarations(
            Declarations declarations,
            Decisions decisions,
            BroughtDecisions brought,
            Registered registered,
            TemporaryImports vehicles,
            CheckedThings checked,
            Questions questions) {
        this.registered = registered;
        this.declarations = declarations;
        this.decisions = decisions;
        this.brought = brought;
        this.vehicles = vehicles;
        this.checked = checked;
        this.questions = questions;
    }

    @Override
    public String room() {
        return "border";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        registered.declarations(person).stream()
                .flatMap(number -> declarations.find(number).stream())
                .forEach(one -> to.accept(new Held(
                        "registered",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("number", one.number())
                                .put("day", one.travelDate().toString())
                                .toString())));
        for (Declaration one : declarations.of(person.digits())) {
            ObjectNode said = JsonNodeFactory.instance.objectNode();
            said.put("number", one.number())
                    .put("day", one.travelDate().toString())
                    .put("submitted_at", one.submittedAt().toString())
                    .put(
                            "withdrawn_at",
                            one.withdrawnAt() == null ? null : one.withdrawnAt().toString());
            ArrayNode answers = said.putArray("answers");
            for (Part part : Part.values()) {
                declarations.part(one.number(), one.version(), part).ifPresent(content -> add(content, answers));
                decisions.of(one.number(), part).forEach(decision -> answers.addObject()
                        .put("state", decision.outcome().name())
                        .put("answer", decision.words())
                        .put("at", decision.decidedAt().toString()));
            }
            brought.notCounting(one.number()).forEach(decision -> answers.addObject()
                    .put("state", String.valueOf(decision.reason()))
                    .put("answer", decision.words())
                    .put("at", decision.decidedAt().toString()));
            vehicles.of(one.number()).forEach(vehicle -> answers.addObject()
                    .put("number", vehicle.permit())
                    .put("answer", vehicle.what())
                    .put("until", vehicle.lastDay().toString()));
            checked.of(one.number()).forEach(thing -> answers.addObject()
                    .put("state", thing.kind() + " " + thing.verdict())
                    .put("answer", thing.what())
                    .put("at", thing.checkedAt().toString()));
            to.accept(new Held("declaration", said.toString()));
        }
    }

    private void add(JsonNode content, ArrayNode answers) {
        content.propertyStream().filter(one -> one.getValue().isValueNode()).forEach(one -> {
            ObjectNode answer = answers.addObject();
            answer.set(
                    "question", questions.declaration().question(one.getKey()).path("x-title"));
            answer.put("answer", one.getValue().asString(""));
        });
        for (JsonNode traveller : content.path("travellers")) {
            answers.addObject()
                    .put(
                            "name",
                            traveller.path("given").asString("") + " "
                                    + traveller.path("surname").asString(""))
                    .put("answer", traveller.path("number").asString(""));
        }
    }
}
