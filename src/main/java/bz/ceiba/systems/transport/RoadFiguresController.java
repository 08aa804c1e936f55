package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.transport.RoadFigures.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Crashes, tickets and licences on the country's roads for everybody: what, on which road, at which hour and where; as a page and as open data. No person is
 * in them.
 */
@Controller
@PublicPage
class RoadFiguresController {
    static final String PATH = "/transport/figures";

    private static final int MOST_HOURS = 3;

    private record Line(LocalDate since, String measure, String key, PublicCount count) {}

    private final RoadFigures figures;
    private final LicenceFigures licences;
    private final Country country;
    private final Messages messages;
    private final JsonMapper json;
    private final Tariff tariff = Tariff.load();
    private final Roads roads = Roads.load();
    private final MapGround ground = MapGround.load();
    private final RoadMap map = new RoadMap(roads.roads(), ground);
    private final DistrictMap districts = new DistrictMap(ground);

    RoadFiguresController(
            RoadFigures figures, LicenceFigures licences, Country country, Messages messages, JsonMapper json) {
        this.figures = figures;
        this.licences = licences;
        this.country = country;
        this.messages = messages;
        this.json = json;
    }

    @GetMapping(PATH)
    Html page(@RequestParam(defaultValue = "") String show, Locale locale) {
        Subject subject = Subject.of(show);
        List<PublicCount> hours = figures.byHour(subject);
        List<RoadFigures.OnRoad> byRoad = figures.byRoadAndHour(subject);
        List<RoadFigures.Square> squares = figures.bySquare(subject);
        Html page = Html.of("transport/figures")
                .with("subject", subject.word())
                .with("since", figures.since())
                .with("all", figures.all(subject).csv())
                .with("hours", options(hours))
                .with("rows", rows(byRoad, locale))
                .with(
                        "squares",
                        squares.stream()
                                .map(one -> new Option(square(one), one.count().csv()))
                                .toList())
                .with("map", map.drawn(text(locale, "map", subject), squares, byRoad));
        Html drawn = byRoad.isEmpty() ? page : withCharts(page, subject, hours, byRoad, locale);
        return subject == Subject.LICENCES ? withLicences(drawn, locale) : drawn;
    }

    private Html withCharts(
            Html page, Subject subject, List<PublicCount> hours, List<RoadFigures.OnRoad> byRoad, Locale locale) {
        Map<String, PublicCount> kinds = figures.byKind(subject);
        String what = messages.text(
                locale,
                "transport.figures.by-kind",
                kind(subject, kinds.keySet().iterator().next(), locale));
        String when = busiest("by-hour", hours, locale);
        String where = busiest(byRoad, locale);
        return page.with("kindFinding", what)
                .with("byKind", byKind(what, subject, kinds, locale))
                .with("hourFinding", when)
                .with("byHour", byHour(when, subject, hours, locale))
                .with("roadFinding", where)
                .with("byRoad", heat(where, byRoad, locale));
    }

    private Html withLicences(Html page, Locale locale) {
        LicenceFigures.InForce inForce = licences.inForce();
        List<DistrictMap.Shown> shown = inForce.rows().stream()
                .map(row -> new DistrictMap.Shown(row.district(), district(row.district(), locale), row.all()))
                .toList();
        List<DistrictMap.Shown> most = shown.stream()
                .sorted(Comparator.comparingLong(
                                (DistrictMap.Shown one) -> one.count().value())
                        .reversed())
                .toList();
        DistrictMap.Shown first = most.getFirst();
        String finding = first.count().isNone()
                ? messages.text(locale, "transport.figures.none")
                : first.count().value() > most.get(1).count().value()
                        ? messages.text(
                                locale,
                                "transport.figures.in-force-most",
                                first.name(),
                                first.count().csv())
                        : "";
        return page.with("inForceOn", inForce.on())
                .with("classes", List.copyOf(inForce.classes().keySet()))
                .with("districts", rows(inForce, locale))
                .with("finding", finding)
                .with("districtMap", districts.drawn(finding, shown));
    }

    /** Each district's licences by class, and the whole country's. */
    private List<FiguresRow> rows(LicenceFigures.InForce inForce, Locale locale) {
        return Stream.concat(
                        inForce.rows().stream(),
                        Stream.of(new LicenceFigures.Row(LicenceFigures.ALL, inForce.classes())))
                .map(row -> new FiguresRow(
                        district(row.district(), locale),
                        row.all().csv(),
                        row.classes().values().stream().map(PublicCount::csv).toList()))
                .toList();
    }

    private String district(String code, Locale locale) {
        return country.district(code)
                .map(one -> one.name().in(locale))
                .orElseGet(() -> messages.text(locale, "transport.figures.district." + code));
    }

    private String text(Locale locale, String key, Subject subject) {
        return messages.text(locale, "transport.figures." + key + "." + subject.word());
    }

    private gg.jte.Content byKind(String finding, Subject subject, Map<String, PublicCount> kinds, Locale locale) {
        return Charts.bars(
                finding,
                kinds.entrySet().stream()
                        .map(one -> new Charts.Bar(
                                kind(subject, one.getKey(), locale),
                                one.getValue().value(),
                                one.getValue().csv(),
                                false))
                        .toList());
    }

    private gg.jte.Content byHour(String finding, Subject subject, List<PublicCount> hours, Locale locale) {
        return Charts.lines(
                finding,
                IntStream.range(0, RoadFigures.HOURS)
                        .mapToObj(RoadFiguresController::hour)
                        .toList(),
                List.of(new Charts.Series(
                        text(locale, "name", subject),
                        hours.stream().map(RoadFiguresController::shade).toList())));
    }

    /** The road with most, and when, if one is ahead of the others as far as it is told. */
    private String busiest(List<RoadFigures.OnRoad> byRoad, Locale locale) {
        RoadFigures.OnRoad first = byRoad.getFirst();
        boolean alone =
                byRoad.size() == 1 || first.all().value() > byRoad.get(1).all().value();
        if (!alone) {
            return "";
        }
        String when = busiest("there", first.hours(), locale);
        return (messages.text(
                                locale,
                                "transport.figures.by-road",
                                road(first.road(), locale),
                                first.all().csv())
                        + " " + when)
                .strip();
    }

    /** The hours with most, if they are few. */
    private String busiest(String key, List<PublicCount> hours, Locale locale) {
        double most =
                hours.stream().mapToDouble(RoadFiguresController::shade).max().orElse(0);
        List<String> when = IntStream.range(0, hours.size())
                .filter(hour -> shade(hours.get(hour)) >= most)
                .mapToObj(RoadFiguresController::hour)
                .toList();
        return when.size() > MOST_HOURS
                ? ""
                : messages.text(locale, "transport.figures." + key, String.join(", ", when));
    }

    /** Roads under each other with their hours from left to right, the darker the more. */
    private gg.jte.Content heat(String finding, List<RoadFigures.OnRoad> byRoad, Locale locale) {
        return Charts.heat(
                finding,
                2 * RoadFigures.FIVE,
                List.of(hour(0), hour(6), hour(12), hour(18)),
                byRoad.stream()
                        .map(one -> new Charts.HeatRow(
                                road(one.road(), locale),
                                one.all().csv(),
                                one.hours().stream()
                                        .map(RoadFiguresController::shade)
                                        .toList()))
                        .toList());
    }

    /** Few are more than none. */
    private static double shade(PublicCount count) {
        return count.kind() == PublicCount.Kind.FEW ? 1 : count.value();
    }

    private List<FiguresRow> rows(List<RoadFigures.OnRoad> byRoad, Locale locale) {
        return byRoad.stream()
                .map(one -> new FiguresRow(
                        road(one.road(), locale),
                        one.all().csv(),
                        one.hours().stream().map(PublicCount::csv).toList()))
                .toList();
    }

    private static List<Option> options(List<PublicCount> hours) {
        return IntStream.range(0, hours.size())
                .mapToObj(at -> new Option(hour(at), hours.get(at).csv()))
                .toList();
    }

    private String road(String code, Locale locale) {
        return roads.road(code)
                .map(one -> one.name().in(locale))
                .orElseGet(() -> messages.text(locale, "transport.road." + code));
    }

    private String kind(Subject subject, String code, Locale locale) {
        return switch (subject) {
            case TICKETS ->
                tariff.offence(code).map(one -> one.name().in(locale)).orElse(code);
            case CRASHES -> messages.text(locale, "transport.severity." + code);
            case LICENCES -> messages.text(locale, "transport.figures.bar." + code);
        };
    }

    private static String hour(int hour) {
        return String.format(Locale.ROOT, "%02d:00", hour);
    }

    private static String square(RoadFigures.Square one) {
        return String.format(Locale.ROOT, "%.1f, %.1f", one.latitude() / 10.0, one.longitude() / 10.0);
    }

    private List<Line> lines(Subject subject) {
        List<Line> lines = new ArrayList<>();
        LocalDate since = figures.since();
        String kind =
                switch (subject) {
                    case TICKETS -> "offence";
                    case CRASHES -> "severity";
                    case LICENCES -> "bar";
                };
        figures.byKind(subject).forEach((code, count) -> lines.add(new Line(since, kind, code, count)));
        List<PublicCount> hours = figures.byHour(subject);
        for (int i = 0; i < hours.size(); i++) {
            lines.add(new Line(since, "hour", Integer.toString(i), hours.get(i)));
        }
        for (RoadFigures.OnRoad one : figures.byRoadAndHour(subject)) {
            lines.add(new Line(since, "road", one.road(), one.all()));
            for (int i = 0; i < RoadFigures.HOURS; i++) {
                lines.add(new Line(
                        since, "road-hour", one.road() + " " + i, one.hours().get(i)));
            }
        }
        figures.bySquare(subject).forEach(one -> lines.add(new Line(since, "square", square(one), one.count())));
        if (subject == Subject.LICENCES) {
            addInForce(lines);
        }
        return lines;
    }

    private void addInForce(List<Line> lines) {
        LicenceFigures.InForce inForce = licences.inForce();
        inForce.classes().forEach((code, count) -> lines.add(new Line(inForce.on(), "in-force", code, count)));
        for (LicenceFigures.Row row : inForce.rows()) {
            lines.add(new Line(inForce.on(), "in-force-district", row.district(), row.all()));
            row.classes()
                    .forEach((code, count) -> lines.add(
                            new Line(inForce.on(), "in-force-district-class", row.district() + " " + code, count)));
        }
    }

    @GetMapping(PATH + ".csv")
    ResponseEntity<byte[]> csv(@RequestParam(defaultValue = "") String show) {
        Subject subject = Subject.of(show);
        Csv csv = new Csv().line(List.of("since", "measure", "key", subject.word()));
        lines(subject)
                .forEach(one -> csv.line(List.of(
                        one.since().toString(),
                        one.measure(),
                        one.key(),
                        one.count().csv())));
        return csv.as(subject.word() + ".csv");
    }

    /** The same; each count as in the table: a number, {@code 10+} or {@code <5}; what is counted of one day says on which. */
    @GetMapping(PATH + ".json")
    ResponseEntity<byte[]> json(@RequestParam(defaultValue = "") String show) {
        Subject subject = Subject.of(show);
        ObjectNode body = json.createObjectNode()
                .put("subject", subject.word())
                .put("since", figures.since().toString());
        var all = body.putArray("figures");
        for (Line one : lines(subject)) {
            ObjectNode line = all.addObject()
                    .put("measure", one.measure())
                    .put("key", one.key())
                    .put("count", one.count().csv());
            if (!one.since().equals(figures.since())) {
                line.put("on", one.since().toString());
            }
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(body));
    }
}
