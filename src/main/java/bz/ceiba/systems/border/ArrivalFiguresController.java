package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.insight.Disclosure;
import bz.ceiba.platform.insight.Figure;
import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.insight.Wording;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.border.ArrivalFigures.Count;
import bz.ceiba.systems.border.ArrivalFigures.PortNow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Arrivals as they are now: for the managers of both agencies exactly, for everybody without persons, as a page and as open data. */
@Controller
class ArrivalFiguresController {
    static final String PATH = "/border/figures";
    static final String DESK = "/border/figures/desk";
    private static final int DAYS = 14;
    private static final int MONTHS = 12;

    private final ArrivalFigures figures;
    private final Questions questions;
    private final Messages messages;
    private final Country country;
    private final Audit audit;

    ArrivalFiguresController(
            ArrivalFigures figures, Questions questions, Messages messages, Country country, Audit audit) {
        this.figures = figures;
        this.questions = questions;
        this.messages = messages;
        this.country = country;
        this.audit = audit;
    }

    /** What everybody is told: nothing of one to four, and of the rest fives. */
    private static PublicCount told(long count) {
        return Disclosure.total(count, false);
    }

    private ArrivalCharts charts(Locale locale, LongFunction<PublicCount> telling, boolean exact) {
        return new ArrivalCharts(new Wording(messages, country, locale), telling, exact);
    }

    private LocalDate firstDay() {
        return figures.today().minusDays(DAYS - 1L);
    }

    private LocalDate firstMonth() {
        return figures.today().withDayOfMonth(1).minusMonths(MONTHS - 1L);
    }

    @PublicPage
    @GetMapping(PATH)
    Html everybody(Locale locale) {
        ArrivalCharts charts = charts(locale, ArrivalFiguresController::told, false);
        Map<LocalDate, Count> days = figures.days(firstDay());
        return page(charts, days, figures.ports(), locale)
                .with(
                        "one",
                        charts.count(
                                days.getOrDefault(figures.today(), Count.NONE).admitted()))
                .with("csv", PATH + ".csv");
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.FIGURES_READ)
    @GetMapping(DESK)
    Html desk(Actor actor, Locale locale) {
        Part part = looked(actor, "page");
        ArrivalCharts charts = charts(locale, PublicCount::exact, true);
        List<PortNow> ports = figures.ports();
        Html page = page(charts, figures.days(firstDay()), ports, locale);
        List<Figure> own = new ArrayList<>();
        own.add(charts.shares(
                "outcomes",
                figures.outcomes(part),
                outcome -> messages.text(locale, "border.decided." + outcome.name())));
        if (part == Part.CUSTOMS) {
            own.add(charts.duty(figures.duty(firstDay()), figures.today()));
        }
        return page.with("own", own)
                .with("desk", true)
                .with(
                        "one",
                        charts.count(ports.stream().mapToLong(PortNow::queue).sum()))
                .with("csv", DESK + ".csv");
    }

    private Part looked(Actor actor, String as) {
        Part part = Part.of(actor, Role.SUPERVISOR)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
        audit.record(
                actor.doesFor(part.agency(), AuditEvent.FIGURES_READ, Map.of("page", "border arrivals", "as", as)));
        return part;
    }

    /** What is the same for all; purposes are Immigration's field, so even Customs' managers see of them what everybody does. */
    private Html page(ArrivalCharts charts, Map<LocalDate, Count> days, List<PortNow> ports, Locale locale) {
        Double nights = figures.nights(firstMonth());
        ArrivalCharts everybodys = charts(locale, ArrivalFiguresController::told, false);
        return Html.of("border/figures")
                .with("now", figures.now())
                .with(
                        "figures",
                        List.of(
                                charts.ports(ports),
                                charts.waits(ports),
                                charts.days(days),
                                charts.hours(figures.hours()),
                                charts.modes(ports),
                                charts.shares(
                                        "nationalities",
                                        figures.nationalities(firstMonth()),
                                        code -> IcaoStates.name(code, locale)),
                                everybodys.shares(
                                        "purposes", figures.purposes(firstMonth()), one -> purpose(one, locale))))
                .with("nights", nights == null ? null : String.valueOf(Math.round(nights)));
    }

    private String purpose(String code, Locale locale) {
        return questions
                .declaration()
                .question("purpose")
                .path("x-options")
                .path(code)
                .path(locale.getLanguage().equals("es") ? "es" : "en")
                .asString(code);
    }

    @PublicPage
    @GetMapping(PATH + ".csv")
    ResponseEntity<byte[]> openData() {
        return csv(charts(Locale.ENGLISH, ArrivalFiguresController::told, false), true)
                .as("arrivals.csv");
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.FIGURES_READ)
    @GetMapping(DESK + ".csv")
    ResponseEntity<byte[]> exactly(Actor actor) {
        Part part = looked(actor, "csv");
        Csv csv = csv(charts(Locale.ENGLISH, PublicCount::exact, true), false);
        String today = figures.today().toString();
        figures.outcomes(part)
                .forEach((outcome, count) ->
                        csv.line(List.of(today, "decisions", outcome.name(), Long.toString(count))));
        if (part == Part.CUSTOMS) {
            figures.duty(firstDay()).forEach((day, duty) -> {
                csv.line(List.of(
                        day.toString(),
                        "duty-assessed",
                        "",
                        amount(duty.assessed().cents())));
                csv.line(List.of(
                        day.toString(),
                        "duty-collected",
                        "",
                        amount(duty.collected().cents())));
            });
        }
        return csv.as("arrivals-" + part.agency() + ".csv");
    }

    private static String amount(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    /** Purposes are in the open lines alone. */
    private Csv csv(ArrivalCharts charts, boolean open) {
        Csv csv = new Csv().line(List.of("since", "measure", "key", "value"));
        LongFunction<String> told = count -> charts.telling().apply(count).csv();
        figures.days(firstDay()).forEach((day, count) -> lines(csv, day, "-by-day", day.toString(), count, told));
        LocalDate today = figures.today();
        List<PortNow> ports = figures.ports();
        for (PortNow one : ports) {
            String port = one.port().id();
            lines(csv, today, "-by-port", port, one.count(), told);
            csv.line(List.of(today.toString(), "queue-by-port", port, told.apply(one.queue())));
            line(csv, today, "minutes-since-landing-by-port", port, charts.minutes(one.sinceLanding()));
            line(csv, today, "minutes-since-look-by-port", port, charts.minutes(one.sinceLook()));
        }
        ArrivalCharts.byMode(ports).forEach((mode, count) -> lines(csv, today, "-by-mode", mode, count, told));
        List<Count> hours = figures.hours();
        for (int hour = 0; hour < hours.size(); hour++) {
            String key = Integer.toString(hour);
            csv.line(List.of(
                    today.toString(),
                    "arrived-by-hour",
                    key,
                    told.apply(hours.get(hour).admitted())));
            csv.line(List.of(
                    today.toString(),
                    "forecast-by-hour",
                    key,
                    told.apply(hours.get(hour).forecast())));
        }
        String months = firstMonth().toString();
        figures.nationalities(firstMonth())
                .forEach((code, count) -> csv.line(List.of(months, "arrived-by-nationality", code, told.apply(count))));
        if (open) {
            figures.purposes(firstMonth())
                    .forEach((code, count) -> csv.line(List.of(months, "arrived-by-purpose", code, told.apply(count))));
        }
        Double nights = figures.nights(firstMonth());
        line(csv, firstMonth(), "nights-on-average", "", nights == null ? null : Long.valueOf(Math.round(nights)));
        return csv;
    }

    private static void lines(Csv csv, LocalDate since, String by, String key, Count count, LongFunction<String> told) {
        csv.line(List.of(since.toString(), "arrived" + by, key, told.apply(count.admitted())));
        csv.line(List.of(since.toString(), "declared" + by, key, told.apply(count.declared())));
        csv.line(List.of(since.toString(), "forecast" + by, key, told.apply(count.forecast())));
    }

    private static void line(Csv csv, LocalDate since, String measure, String key, @Nullable Long value) {
        if (value != null) {
            csv.line(List.of(since.toString(), measure, key, Long.toString(value)));
        }
    }
}
