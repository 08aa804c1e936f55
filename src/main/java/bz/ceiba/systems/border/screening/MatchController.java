package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Done;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Possible matches for a person to judge, requests of those who are stopped each time, and whom the rules pick out. */
@Controller
class MatchController {
    static final String PATH = "/border/matches";
    static final String BIAS = "/border/fairness";
    private static final int MOST = 50;
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;
    private static final Duration YEAR = Duration.ofDays(365);

    private final Screenings screenings;
    private final JudgeMatches judge;
    private final Redress redress;
    private final WatchlistRows lists;
    private final Bias bias;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    MatchController(
            Screenings screenings,
            JudgeMatches judge,
            Redress redress,
            WatchlistRows lists,
            Bias bias,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.screenings = screenings;
        this.judge = judge;
        this.redress = redress;
        this.lists = lists;
        this.bias = bias;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WATCHLIST_READ)
    @GetMapping(PATH)
    Html open(Actor actor, @RequestParam(defaultValue = "") String done) {
        ScreeningDesk.require(actor, Role.OFFICER);
        return page(actor, Map.of(), Map.of()).with("done", Done.known(done));
    }

    private Html page(Actor actor, Map<String, String> values, Map<String, String> errors) {
        List<ShownMatch> open =
                screenings.open(MOST).stream().map(match -> shown(actor, match)).toList();
        audit.record(
                actor.doesFor(ScreeningDesk.AGENCY, AuditEvent.WATCHLIST_READ, Map.of("list", "possible matches")));
        return Html.of("border/matches")
                .with("matches", open)
                .with(
                        "requests",
                        redress.open().stream().map(one -> request(actor, one)).toList())
                .with("values", values)
                .errors(errors);
    }

    private ShownMatch shown(Actor actor, Match match) {
        Watchlist list = lists.find(match.list()).orElseThrow();
        Traveller traveller = screenings.traveller(match.reference()).orElseThrow();
        ShownEntry entry = ScreeningDesk.mayRead(actor, list)
                ? lists.content(match.list(), match.entry())
                        .map(content -> ShownEntry.of(match.entry(), content))
                        .orElse(null)
                : null;
        return new ShownMatch(match, traveller, list, entry);
    }

    private ShownRequest request(Actor actor, Redress.Request request) {
        return new ShownRequest(
                request.number(),
                request.traveller(),
                request.story(),
                request.askedAt(),
                redress.candidates(request).stream()
                        .map(found -> candidate(actor, found))
                        .toList());
    }

    /** Without what stands there, to who may not read it. */
    private ShownRequest.Candidate candidate(Actor actor, Found found) {
        WatchEntry entry = found.entry();
        boolean reads = lists.find(entry.list())
                .filter(list -> ScreeningDesk.mayRead(actor, list))
                .isPresent();
        return new ShownRequest.Candidate(
                entry.list() + "/" + entry.id(),
                reads ? String.join(", ", entry.names()) : entry.list(),
                reads ? String.join(", ", entry.births()) : "–",
                found.grade());
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.MATCH_JUDGED)
    @PostMapping(PATH + "/{id}")
    Object judge(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String verdict,
            @RequestParam(defaultValue = "") String why,
            Actor actor,
            Locale locale) {
        ScreeningDesk.require(actor, Role.OFFICER);
        Map<String, String> errors = new LinkedHashMap<>();
        if (!JudgeMatches.VERDICTS.contains(verdict)) {
            errors.put("verdict-" + id, messages.text(locale, "border.match.wrong.verdict"));
        }
        checkWhy(why, "why-" + id, errors, locale);
        if (!errors.isEmpty()) {
            return page(actor, Map.of("verdict-" + id, verdict, "why-" + id, why), errors);
        }
        judge.judge(actor, id, verdict, why.strip());
        return Done.at(PATH, "judged");
    }

    private void checkWhy(String why, String field, Map<String, String> errors, Locale locale) {
        if (why.strip().length() < SHORTEST || why.strip().length() > LONGEST) {
            errors.put(field, messages.text(locale, "border.watchlist.wrong.why"));
        }
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.MATCH_JUDGED)
    @PostMapping(PATH + "/redress/{number}")
    Object answer(
            @PathVariable String number,
            @RequestParam(required = false) List<String> other,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String why,
            Actor actor,
            Locale locale) {
        ScreeningDesk.require(actor, Role.OFFICER);
        List<String> others = other == null ? List.of() : other;
        Map<String, String> errors = new LinkedHashMap<>();
        checkWhy(why, "why-" + number, errors, locale);
        if (!errors.isEmpty()) {
            Map<String, String> values = new HashMap<>(Map.of("why-" + number, why));
            others.forEach(one -> values.put("other-" + number + "-" + one, "true"));
            return page(actor, values, errors);
        }
        redress.answer(actor, number, others, decision.equals("stands"), why.strip());
        return Done.at(PATH, "answered");
    }

    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.FIGURES_READ)
    @GetMapping(BIAS)
    Html bias(Actor actor) {
        String agency = actor.holds(Role.SUPERVISOR, ScreeningDesk.AGENCY)
                ? ScreeningDesk.AGENCY
                : actor.agencyAs(Role.AUDITOR)
                        .orElseThrow(() -> new bz.ceiba.platform.kernel.Problem(
                                bz.ceiba.platform.kernel.Problem.Kind.FORBIDDEN, "access.problem.role"));
        audit.record(actor.doesFor(agency, AuditEvent.FIGURES_READ, Map.of("page", "border fairness")));
        return Html.of("border/fairness")
                .with(
                        "lines",
                        bias.between(
                                clock.instant().minus(YEAR), clock.instant().plusSeconds(1)));
    }
}
