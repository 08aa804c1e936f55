package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where registrars ask to open the sealed entry of an adopted child's birth, agree to that, and look. */
@Controller
class AdoptionController {
    static final String PATH = "/civilregistry/adoptions";

    private static final int SHORTEST = 10;
    private static final int LONGEST = 1_000;

    private final EntryAccess access;
    private final Openings openings;
    private final FieldRules words;
    private final Reads reads;
    private final Messages messages;

    AdoptionController(EntryAccess access, Openings openings, FieldRules words, Reads reads, Messages messages) {
        this.access = access;
        this.openings = openings;
        this.words = words;
        this.reads = reads;
        this.messages = messages;
    }

    private Entry adoption(Actor actor, String book, int number) {
        Entry entry = access.forRegistrar(actor, book, number);
        if (entry.event() != VitalEvent.ADOPTION) {
            throw new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry");
        }
        return entry;
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{book}/{number}")
    Html page(@PathVariable String book, @PathVariable int number, Actor actor) {
        Entry entry = adoption(actor, book, number);
        reads.entry(actor, entry, null);
        return page(entry, actor, Map.of(), Map.of());
    }

    private Html page(Entry entry, Actor actor, Map<String, String> values, Map<String, String> errors) {
        return Html.of("civilregistry/adoption")
                .with("entry", entry)
                .with("openings", openings.of(entry.reference()))
                .with("me", actor.number())
                .with("values", values)
                .errors(errors);
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.OPENING_PROPOSED)
    @PostMapping(PATH + "/{book}/{number}")
    Object ask(
            @PathVariable String book,
            @PathVariable int number,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        Entry entry = adoption(actor, book, number);
        Typed typed = OfficersText.typed(posted, messages, locale);
        Optional<Opening.Ground> ground = typed.choice("ground", Opening.Ground.class, "annotate.ground-missing");
        String evidence = typed.text("evidence", SHORTEST, LONGEST, "annotate.why-wrong");
        if (!typed.isRight()) {
            return page(entry, actor, posted, typed.errors());
        }
        openings.ask(actor, entry, ground.orElseThrow(), evidence);
        return "redirect:" + PATH + "/" + entry.reference();
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.OPENING_DECIDED)
    @PostMapping("/civilregistry/openings/{id}")
    String decide(@PathVariable long id, @RequestParam(defaultValue = "") String agreed, Actor actor) {
        Opening opening = require(actor, id);
        openings.decide(actor, opening, agreed.equals("true"));
        return "redirect:" + PATH + "/" + opening.entry();
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/civilregistry/openings/{id}")
    Html look(@PathVariable long id, Actor actor) {
        Opening opening = require(actor, id);
        return Html.of("civilregistry/opened")
                .with("birth", openings.look(actor, opening))
                .with("adoption", opening.entry())
                .with("words", words);
    }

    private Opening require(Actor actor, long id) {
        if (!EntryAccess.isRegistrar(actor)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        return openings.find(id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry"));
    }
}
