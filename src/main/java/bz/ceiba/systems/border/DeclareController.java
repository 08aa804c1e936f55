package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.cases.FieldView;
import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.documents.SignedCodes;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.border.Draft.Content;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ObjectNode;

/** The traveller's pages: one question after another, the review, the code to show, changes and withdrawal. No account is needed. */
@Controller
@PublicPage
class DeclareController {
    static final String PATH = "/border/declare";
    static final String REVIEW = "review";

    /** A whole ship or bus may come from one address. */
    private static final int MOST_BEGUN = 600;

    private final OpenDraft open;
    private final Drafts drafts;
    private final Questions questions;
    private final SubmitDeclaration submit;
    private final Declarations declarations;
    private final Decisions decisions;
    private final DeclarationCodes codes;
    private final Advice advice;
    private final RateLimits limits;
    private final OtherNode other;
    private final VisaRules visas = VisaRules.load();
    private final Clock clock;

    DeclareController(
            OpenDraft open,
            Drafts drafts,
            Questions questions,
            SubmitDeclaration submit,
            Declarations declarations,
            Decisions decisions,
            DeclarationCodes codes,
            Advice advice,
            RateLimits limits,
            OtherNode other,
            Clock clock) {
        this.open = open;
        this.drafts = drafts;
        this.questions = questions;
        this.submit = submit;
        this.declarations = declarations;
        this.decisions = decisions;
        this.codes = codes;
        this.advice = advice;
        this.limits = limits;
        this.other = other;
        this.clock = clock;
    }

    @GetMapping(PATH)
    Html start() {
        return Html.of("border/declare-start");
    }

    @PostMapping(PATH)
    String begin(HttpServletRequest request, HttpServletResponse response, @Nullable Actor actor, Locale locale) {
        if (other.isOf(Part.IMMIGRATION)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "border.problem.taken-elsewhere");
        }
        limits.count("border-begin:" + RateLimits.address(request.getRemoteAddr()), MOST_BEGUN, Duration.ofHours(1));
        ReturnCode code = ReturnCode.random();
        Draft draft = drafts.begin(code, actor == null ? null : actor.subject().digits(), locale.getLanguage());
        open.prove(draft, request, response);
        return to(code, Questions.JOURNEY);
    }

    static String to(ReturnCode code, String step) {
        return "redirect:" + PATH + "/" + code.text() + "/" + step;
    }

    @GetMapping(PATH + "/{code}/{step}")
    Object page(
            OwnDraft own, @PathVariable String step, @RequestParam(defaultValue = "") String change, Locale locale) {
        if (step.equals(REVIEW)) {
            return review(own, locale);
        }
        return question(own, pageOf(step), own.content(), Map.of(), !change.isEmpty(), locale);
    }

    private FormPage pageOf(String step) {
        return questions
                .declaration()
                .page(step)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
    }

    private Html question(
            OwnDraft own, FormPage page, Content content, Map<String, String> errors, boolean changing, Locale locale) {
        List<String> steps = questions.steps(content, own.person());
        int here = Math.max(0, steps.indexOf(page.id()));
        String back = changing
                ? PATH + "/" + own.code().text() + "/" + REVIEW
                : here == 0 ? PATH : PATH + "/" + own.code().text() + "/" + steps.get(here - 1);
        return Html.of("border/declare-question")
                .with("code", own.code().text())
                .with("asked", page)
                .with("fields", questions.declaration().fields(page, content.form(), locale))
                .with("changing", changing)
                .with("number", here + 1)
                .with("count", questions.about(content, own.person()))
                .with("back", back)
                .errors(errors);
    }

    /** Saves what was typed, even when some of it is wrong, and goes on when it is right. */
    @PostMapping(PATH + "/{code}/{step}")
    Object answer(OwnDraft own, @PathVariable String step, @RequestParam Map<String, String> posted, Locale locale) {
        FormPage page = pageOf(step);
        ObjectNode typed = questions.declaration().read(page, posted);
        ObjectNode all = own.content().form().deepCopy();
        page.fields().forEach(all::remove);
        all.setAll(typed);
        Content content = new Content(all, own.content().travellers());
        drafts.save(own.draft(), content, locale.getLanguage());
        Map<String, String> errors = questions.errors(page, typed, locale);
        boolean changing = !posted.getOrDefault("change", "").isEmpty();
        if (!errors.isEmpty()) {
            return question(own, page, content, errors, changing, locale);
        }
        if (posted.containsKey("later")) {
            return "redirect:" + PATH + "/" + own.code().text() + "/later";
        }
        return to(own.code(), next(content, own.person(), step, changing));
    }

    private String next(Content content, @Nullable String person, String step, boolean changing) {
        if (changing) {
            return questions.incomplete(content, person).orElse(REVIEW);
        }
        List<String> steps = questions.steps(content, person);
        int here = steps.indexOf(step);
        return here >= 0 && here + 1 < steps.size() ? steps.get(here + 1) : REVIEW;
    }

    private Object review(OwnDraft own, Locale locale) {
        String missing = questions.incomplete(own.content(), own.person()).orElse(null);
        if (missing != null) {
            return to(own.code(), missing);
        }
        Content content = questions.pruned(own.content(), own.person());
        Map<FormPage, List<FieldView>> sections = new LinkedHashMap<>();
        questions
                .asked(content, own.person())
                .forEach(page -> sections.put(page, questions.declaration().fields(page, content.form(), locale)));
        return Html.of("border/declare-review")
                .with("code", own.code().text())
                .with("sections", sections)
                .with("travellers", content.travellers())
                .with("visa", needVisa(content, locale))
                .with("advice", advice.of(content.form(), locale))
                .with("sent", own.draft().declaration() != null);
    }

    /** The states of those who arrive and need a visa unless they have one, by name; which of them do is not looked up for who asks. */
    private List<String> needVisa(Content content, Locale locale) {
        if (!content.form().path("direction").asString("").equals("arrival")) {
            return List.of();
        }
        LocalDate day = LocalDate.parse(content.form().path("travelDate").asString(""));
        return content.travellers().stream()
                .map(Traveller::nationality)
                .filter(nationality -> visas.isNeeded(nationality, day))
                .map(nationality -> IcaoStates.name(nationality, locale))
                .distinct()
                .toList();
    }

    /** Sends; a second press, or a reload, leads to the same declaration. */
    @PostMapping(PATH + "/{code}/send")
    String send(OwnDraft own) {
        submit.submit(own.draft());
        return to(own.code(), "done");
    }

    @PostMapping(PATH + "/{code}/withdraw")
    String withdraw(OwnDraft own) {
        submit.withdraw(own.draft());
        return to(own.code(), "done");
    }

    /** The code to show, and what can still be done. */
    @GetMapping(PATH + "/{code}/done")
    Object done(OwnDraft own, Locale locale) {
        String number = own.draft().declaration();
        if (number == null) {
            return to(own.code(), REVIEW);
        }
        Declaration declaration = declarations.find(number).orElseThrow();
        boolean unsent = !drafts.isSent(own.draft());
        Content said = questions.pruned(own.content(), own.person());
        String signed = codes.sign(declaration, said, clock.instant());
        return Html.of("border/declare-done")
                .with("code", own.code().text())
                .with("declaration", declaration)
                .with("port", questions.port(declaration.port()).orElseThrow().name())
                .with("unsent", unsent)
                .with("visa", needVisa(said, locale))
                .with("advice", advice.of(said.form(), locale))
                .with("decided", decisions.isDecided(number))
                .with("signed", signed)
                .with("picture", declaration.isWithdrawn() || unsent ? null : SignedCodes.picture(signed));
    }
}
