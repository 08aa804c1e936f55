package bz.ceiba.platform.insight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A supervisor's page: how his agency does, exactly. */
@Controller
class FiguresDeskController {
    private static final long CSV_MONTHS = 11;

    private final Figures figures;
    private final Services services;
    private final Messages messages;
    private final Country country;
    private final Audit audit;
    private final Clock clock;

    FiguresDeskController(
            Figures figures, Services services, Messages messages, Country country, Audit audit, Clock clock) {
        this.figures = figures;
        this.services = services;
        this.messages = messages;
        this.country = country;
        this.audit = audit;
        this.clock = clock;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.FIGURES_READ)
    @GetMapping("/insight/desk")
    Html desk(Actor actor, Locale locale) {
        String agency = agency(actor);
        LocalDate today = today();
        LocalDate from = today.withDayOfMonth(1).minusMonths(1);
        DeskFigures view = new DeskFigures(
                new Wording(messages, country, locale),
                country.workingDays(),
                today,
                services,
                figures.agency(agency, from, today),
                figures.open(agency, today),
                figures.agencyWaits(agency, from, today),
                figures.agencyRevenue(agency, from, today));
        audit.record(actor.doesFor(agency, AuditEvent.FIGURES_READ, null, null, null, Map.of("as", "page")));
        Html html =
                Html.of("insight/desk").with("agency", country.nameOf(agency).in(locale));
        return view.isEmpty()
                ? html
                : html.with("share", view.share())
                        .with("lead", view.lead())
                        .with("open", view.openCases())
                        .with("openLate", view.openLate())
                        .with("decidedLate", view.decidedLate())
                        .with("figures", view.all());
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.FIGURES_READ)
    @GetMapping("/insight/desk.csv")
    ResponseEntity<byte[]> csv(Actor actor) {
        String agency = agency(actor);
        LocalDate today = today();
        Csv csv = new Csv()
                .line(List.of(
                        "day",
                        "service",
                        "district",
                        "submitted",
                        "decided",
                        "late",
                        "granted",
                        "refused",
                        "withdrawn"));
        for (Figures.Line line : figures.agency(agency, today.withDayOfMonth(1).minusMonths(CSV_MONTHS), today)) {
            Counts c = line.counts();
            csv.line(List.of(
                    line.day().toString(),
                    line.service(),
                    line.district(),
                    Integer.toString(c.submitted()),
                    Integer.toString(c.decided()),
                    Integer.toString(c.late()),
                    Integer.toString(c.granted()),
                    Integer.toString(c.refused()),
                    Integer.toString(c.withdrawn())));
        }
        audit.record(actor.doesFor(agency, AuditEvent.FIGURES_READ, null, null, null, Map.of("as", "csv")));
        return csv.as(agency + ".csv");
    }

    private static String agency(Actor actor) {
        return actor.agencyAs(Role.SUPERVISOR)
                .orElseThrow(() -> new IllegalStateException("let in without being a supervisor"));
    }

    private LocalDate today() {
        return LocalDate.now(clock.withZone(Country.ZONE));
    }
}
