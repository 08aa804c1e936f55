package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The notices that stand, objections to them, and what officers decide of these. */
@Controller
class NoticesController {
    static final String PATH = "/civilregistry/notices";

    private static final int SHORTEST = 10;
    private static final int LONGEST = 4_000;

    private final Intentions intentions;
    private final NameNotices names;
    private final Objections objections;
    private final ObjectToMarriage object;
    private final Cases cases;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    NoticesController(
            Intentions intentions,
            NameNotices names,
            Objections objections,
            ObjectToMarriage object,
            Cases cases,
            Audit audit,
            Messages messages,
            Clock clock) {
        this.intentions = intentions;
        this.names = names;
        this.objections = objections;
        this.object = object;
        this.cases = cases;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html notices(Actor actor, @RequestParam(defaultValue = "") String done) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "notices of marriages")));
        LocalDate today = Country.today(clock);
        List<PublicNotice> standing = intentions.standing(today).stream()
                .filter(one -> cases.find(new CaseNumber(one.caseNumber()))
                        .filter(file -> file.state().equals("notice"))
                        .isPresent())
                .toList();
        return Html.of("civilregistry/notices")
                .with("notices", standing)
                .with("names", names.standing(today))
                .with("done", done);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OBJECTION_MADE)
    @GetMapping(PATH + "/{number}")
    Html form(@PathVariable String number) {
        return form(object.require(parse(number)), Map.of(), Map.of());
    }

    private static Html form(PublicNotice notice, Map<String, String> values, Map<String, String> errors) {
        return Html.of("civilregistry/object")
                .with("notice", notice)
                .with("grounds", Arrays.asList(Objection.Ground.values()))
                .with("values", values)
                .errors(errors);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OBJECTION_MADE)
    @PostMapping(PATH + "/{number}")
    Object object(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        CaseNumber found = parse(number);
        PublicNotice notice = object.require(found);
        Typed typed = OfficersText.typed(posted, messages, locale);
        Optional<Objection.Ground> ground = typed.choice("ground", Objection.Ground.class, "objection.ground-missing");
        String text = typed.text("text", SHORTEST, LONGEST, "objection.text-wrong");
        if (!typed.isRight()) {
            return form(notice, posted, typed.errors());
        }
        object.object(actor, found, ground.orElseThrow(), text);
        return "redirect:" + PATH + "?done=1";
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.OBJECTION_DECIDED)
    @PostMapping("/civilregistry/objections/{id}")
    Object decide(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        EntryAccess.requireDesk(actor);
        Objection objection =
                objections.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        CaseFile file = cases.find(new CaseNumber(objection.caseNumber())).orElseThrow();
        if (!cases.worksOn(actor, file)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        Typed typed = OfficersText.typed(posted, messages, locale);
        Optional<Objection.Verdict> verdict =
                typed.choice("verdict", Objection.Verdict.class, "objection.verdict-missing");
        String why = typed.text("why", SHORTEST, LONGEST, "annotate.why-wrong");
        if (!typed.isRight()) {
            return Html.of("civilregistry/objection")
                    .with("objection", objection)
                    .with("revision", revision)
                    .with("values", posted)
                    .errors(typed.errors());
        }
        object.decide(actor, objection, revision, verdict.orElseThrow(), why);
        return "redirect:/cases/desk/" + file.number();
    }

    private static CaseNumber parse(String number) {
        return CaseNumber.parse(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-notice"));
    }
}
