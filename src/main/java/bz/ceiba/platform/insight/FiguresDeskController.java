package bz.ceiba.platform.insight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A supervisor's page: how his agency does, exactly. */
@Controller
class FiguresDeskController {
    private static final long CSV_MONTHS = 11;
    private static final List<String> COLUMNS = List.of(
            "day",
            "service",
            "district",
            "submitted",
            "decided",
            "late",
            "granted",
            "refused",
            "withdrawn",
            "median_wait",
            "slowest_tenth_wait",
            "payments",
            "revenue");

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
        LocalDate today = Country.today(clock);
        LocalDate from = today.withDayOfMonth(1).minusMonths(1);
        DeskFigures view = new DeskFigures(
                new Wording(messages, country, locale),
                country.workingDays(),
                today,
                services,
                figures.agency(agency, from, today),
                figures.open(agency, today),
                figures.agencyWaits(agency, from, today),
                figures.agencyRevenue(agency, from, today),
                country.districts().stream().map(Country.District::id).toList(),
                figures.agencyWaitsByDistrict(agency, today.withDayOfMonth(1), today),
                figures.agencyRevenueByDistrict(agency, today.withDayOfMonth(1), today));
        audit.record(actor.doesFor(agency, AuditEvent.FIGURES_READ, Map.of("as", "page")));
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
        LocalDate today = Country.today(clock);
        Csv csv = csv(agency, today.withDayOfMonth(1).minusMonths(CSV_MONTHS), today);
        audit.record(actor.doesFor(agency, AuditEvent.FIGURES_READ, Map.of("as", "csv")));
        return csv.as(agency + ".csv");
    }

    private Csv csv(String agency, LocalDate from, LocalDate to) {
        Map<Figures.Place, Counts> counts = new HashMap<>();
        figures.agency(agency, from, to)
                .forEach(line ->
                        counts.put(new Figures.Place(line.day(), line.service(), line.district()), line.counts()));
        Map<Figures.Place, WaitingTimes> waits = figures.agencyWaitsByPlace(agency, from, to);
        Map<Figures.Place, Figures.Paid> revenue = figures.agencyRevenueByPlace(agency, from, to);
        Set<Figures.Place> places = new TreeSet<>(Comparator.comparing(Figures.Place::day)
                .thenComparing(Figures.Place::service)
                .thenComparing(Figures.Place::district));
        places.addAll(counts.keySet());
        places.addAll(waits.keySet());
        places.addAll(revenue.keySet());
        Csv csv = new Csv().line(COLUMNS);
        for (Figures.Place place : places) {
            Counts c = counts.getOrDefault(place, Counts.NONE);
            WaitingTimes times = waits.getOrDefault(place, new WaitingTimes());
            Figures.Paid paid = revenue.getOrDefault(place, Figures.Paid.NONE);
            csv.line(List.of(
                    place.day().toString(),
                    place.service(),
                    place.district(),
                    Integer.toString(c.submitted()),
                    Integer.toString(c.decided()),
                    Integer.toString(c.late()),
                    Integer.toString(c.granted()),
                    Integer.toString(c.refused()),
                    Integer.toString(c.withdrawn()),
                    PublicMonth.days(times.median()),
                    PublicMonth.days(times.slowestTenth()),
                    Integer.toString(paid.payments()),
                    PublicMonth.amount(paid.amount())));
        }
        return csv;
    }

    private static String agency(Actor actor) {
        return actor.agencyAs(Role.SUPERVISOR)
                .orElseThrow(() -> new IllegalStateException("let in without being a supervisor"));
    }
}
