package bz.ceiba.platform.oversight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the oversight authority keeps its list. */
@Controller
class WellKnownController {
    private static final String PATH = "/oversight/well-known";

    private final WellKnown wellKnown;
    private final Messages messages;

    WellKnownController(WellKnown wellKnown, Messages messages) {
        this.wellKnown = wellKnown;
        this.messages = messages;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WELL_KNOWN_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        return page(actor, Map.of(), Map.of());
    }

    private Html page(Actor actor, Map<String, String> typed, Map<String, String> errors) {
        return Html.of("oversight/well-known")
                .with("entries", wellKnown.list(actor))
                .with("number", actor.number())
                .with("typed", typed)
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WELL_KNOWN_CHANGED)
    @PostMapping(PATH)
    Object propose(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Typed typed = new Typed(posted, messages, locale, "oversight.well-known.");
        PersonNumber number = typed.read("number", PersonNumber::parse, "number.wrong");
        String words = typed.text("words", 1, WellKnown.LONGEST, "words.wrong");
        if (number == null || !typed.isRight()) {
            return page(actor, posted, typed.errors());
        }
        wellKnown.propose(actor, number, words);
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WELL_KNOWN_CHANGED)
    @PostMapping(PATH + "/{id}/agree")
    Object agree(@PathVariable String id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Typed typed = new Typed(posted, messages, locale, "oversight.well-known.");
        PersonNumber number = typed.read("number-" + id, PersonNumber::parse, "number.wrong");
        if (number == null) {
            return page(actor, posted, typed.errors());
        }
        try {
            wellKnown.agree(actor, uuid(id), number);
            return "redirect:" + PATH;
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.INVALID) {
                throw problem;
            }
            return page(actor, posted, Map.of("number-" + id, messages.text(locale, problem.key() + ".detail")));
        }
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WELL_KNOWN_CHANGED)
    @PostMapping(PATH + "/{id}/remove")
    String remove(@PathVariable String id, Actor actor) {
        wellKnown.remove(actor, uuid(id));
        return "redirect:" + PATH;
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.NOT_FOUND, "oversight.problem.no-entry");
        }
    }
}
