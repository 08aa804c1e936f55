package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Charts.Bar;
import bz.ceiba.platform.web.Charts.Series;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import gg.jte.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The supervisor's board. */
@Controller
class BoardController {
    private final Board board;
    private final Services services;
    private final Messages messages;
    private final Audit audit;
    private final Country country;

    BoardController(Board board, Services services, Messages messages, Audit audit, Country country) {
        this.board = board;
        this.services = services;
        this.messages = messages;
        this.audit = audit;
        this.country = country;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.FIGURES_READ)
    @GetMapping("/cases/board")
    Html board(Actor actor, Locale locale) {
        String agency = actor.agencyAs(Role.SUPERVISOR).orElseThrow();
        audit.record(actor.doesFor(agency, AuditEvent.FIGURES_READ, Map.of("page", "board")));
        BoardFigures figures = board.of(agency);
        String weeks = messages.text(
                locale,
                "cases.board.weeks-finding",
                one(locale, figures.comePerWeek()),
                one(locale, figures.closedPerWeek()));
        String piles = messages.text(locale, "cases.board.piles-finding", figures.open(), figures.late());
        return Html.of("cases/board")
                .with("figures", figures)
                .with("weeksFinding", weeks)
                .with("weeksChart", weeks(figures, weeks, locale))
                .with("pilesFinding", piles)
                .with("pilesChart", Charts.bars(piles, bars(figures, locale)))
                .with("agency", country.nameOf(agency))
                .with("services", services);
    }

    private Content weeks(BoardFigures figures, String finding, Locale locale) {
        return Charts.lines(
                finding,
                figures.weeks().stream()
                        .map(week -> messages.date(locale, week.monday()))
                        .toList(),
                List.of(
                        new Series(
                                messages.text(locale, "cases.board.came"),
                                figures.weeks().stream()
                                        .map(week -> (Double) (double) week.came())
                                        .toList()),
                        new Series(
                                messages.text(locale, "cases.board.closed"),
                                figures.weeks().stream()
                                        .map(week -> (Double) (double) week.closed())
                                        .toList())));
    }

    /** The open cases of each state, of all services and versions together; red where some are overdue. */
    private List<Bar> bars(BoardFigures figures, Locale locale) {
        Map<String, long[]> states = new LinkedHashMap<>();
        for (BoardFigures.Pile pile : figures.piles()) {
            String title = services.version(pile.service(), pile.version())
                    .state(pile.state())
                    .title()
                    .in(locale);
            long[] sums = states.computeIfAbsent(title, key -> new long[2]);
            sums[0] += pile.count();
            sums[1] += pile.late();
        }
        return states.entrySet().stream()
                .map(state -> new Bar(
                        state.getKey(),
                        state.getValue()[0],
                        messages.text(locale, "cases.board.bar", state.getValue()[0], state.getValue()[1]),
                        state.getValue()[1] > 0))
                .toList();
    }

    private static String one(Locale locale, double value) {
        return String.format(locale, "%.1f", value);
    }
}
