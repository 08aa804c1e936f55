package bz.ceiba.platform.insight;

import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** How the services do, for everybody. */
@Controller
@PublicPage
class FiguresController {
    /** The share of cases, in percent, that is to be decided in time. */
    static final int TARGET = 95;

    private static final int DATE_LENGTH = 10;
    private static final double WHOLE = 100;
    private static final long LONGEST_DAYS = 731;

    private final PublicFigures figures;
    private final Services services;
    private final Messages messages;
    private final Country country;
    private final List<Navigation> rooms;
    private final Clock clock;

    FiguresController(
            PublicFigures figures,
            Services services,
            Messages messages,
            Country country,
            List<Navigation> rooms,
            Clock clock) {
        this.figures = figures;
        this.services = services;
        this.messages = messages;
        this.country = country;
        this.rooms = List.copyOf(rooms);
        this.clock = clock;
    }

    @GetMapping("/insight")
    Html all(Locale locale) {
        Wording words = new Wording(messages, country, locale);
        LocalDate today = Country.today(clock);
        List<PublicFigures.Line> lines = figures.services(today);
        List<PublicFigures.Line> shared = lines.stream()
                .filter(line -> line.inTime().kind() != PublicShare.Kind.NONE)
                .toList();
        long kept = shared.stream()
                .filter(line -> line.inTime().percent() >= TARGET)
                .count();
        String finding = words.t("services-kept", kept, shared.size(), TARGET);
        Html html = Html.of("insight/all")
                .with("month", words.month(today))
                .with("lines", lines.stream().map(line -> line(words, line)).toList())
                .with(
                        "more",
                        rooms.stream().flatMap(room -> room.figures().stream()).toList());
        return shared.isEmpty()
                ? html
                : html.with("finding", finding)
                        .with(
                                "chart",
                                Charts.bars(
                                        finding,
                                        WHOLE,
                                        shared.stream()
                                                .map(line -> new Charts.Bar(
                                                        line.service().title().in(locale),
                                                        line.inTime().percent(),
                                                        words.share(line.inTime()),
                                                        line.inTime().percent() < TARGET))
                                                .toList()));
    }

    private static ServiceLine line(Wording words, PublicFigures.Line line) {
        return new ServiceLine(
                line.service().id(),
                line.service().title().in(words.locale()),
                line.decided().isNone() ? words.t("none-yet") : words.count(line.decided()),
                words.days(line.median()),
                words.share(line.inTime()));
    }

    @GetMapping("/insight/services/{service}")
    Html one(@PathVariable String service, Locale locale) {
        ServiceDefinition definition = service(service);
        Wording words = new Wording(messages, country, locale);
        ServiceFigures view =
                new ServiceFigures(words, figures.months(definition.id(), Country.today(clock)), figures.districts());
        Html html = Html.of("insight/service")
                .with("service", definition)
                .with("agency", country.nameOf(definition.agency()).in(locale));
        return view.isEmpty()
                ? html
                : html.with("share", words.share(view.months().getLast().inTime()))
                        .with("lead", view.lead())
                        .with("figures", view.all());
    }

    @GetMapping("/insight/services/{service}.csv")
    ResponseEntity<byte[]> csv(
            @PathVariable String service,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to) {
        ServiceDefinition definition = service(service);
        LocalDate today = Country.today(clock);
        LocalDate last = date(to, today);
        LocalDate first = date(from, last.withDayOfMonth(1).minusMonths(11));
        if (first.isAfter(last) || ChronoUnit.DAYS.between(first, last) > LONGEST_DAYS) {
            throw new Problem(Problem.Kind.MALFORMED, "insight.problem.dates");
        }
        return figures.csv(definition.id(), first, last, today).as(definition.id() + ".csv");
    }

    private static LocalDate date(String text, LocalDate otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        // Four digits of a year: what ISO 8601 writes beyond them can't even be reckoned with.
        if (text.length() != DATE_LENGTH) {
            throw new Problem(Problem.Kind.MALFORMED, "insight.problem.dates");
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Problem(Problem.Kind.MALFORMED, "insight.problem.dates");
        }
    }

    private ServiceDefinition service(String id) {
        return services.current(id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "insight.problem.no-service"));
    }
}
