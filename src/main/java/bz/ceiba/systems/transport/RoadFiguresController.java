package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.transport.RoadFigures.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
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

    private record Line(String measure, String key, PublicCount count) {}

    private final RoadFigures figures;
    private final Messages messages;
    private final JsonMapper json;
    private final Tariff tariff = Tariff.load();
    private final Roads roads = Roads.load();
    private final RoadMap map = new RoadMap(roads.roads());

    RoadFiguresController(RoadFigures figures, Messages messages, JsonMapper json) {
        this.figures = figures;
        this.messages = messages;
        this.json = json;
    }

    @GetMapping(PATH)
    Html page(@RequestParam(defaultValue = "") String show, Locale locale) {
        Subject subject = Subject.of(show);
        Map<String, PublicCount> kinds = figures.byKind(subject);
        List<RoadFigures.OnRoad> byRoad = figures.byRoadAndHour(subject);
        List<RoadFigures.Square> squares = figures.bySquare(subject);
        String most = kinds.keySet().stream()
                .findFirst()
                .map(one -> kind(subject, one, locale))
                .orElse("");
        return Html.of("transport/figures")
                .with("subject", subject.word())
                .with("since", figures.since())
                .with("all", figures.all(subject).csv())
                .with("hours", options(figures.byHour(subject)))
                .with("rows", rows(byRoad, locale))
                .with(
                        "squares",
                        squares.stream()
                                .map(one -> new Option(square(one), one.count().csv()))
                                .toList())
                .with("licences", subject == Subject.LICENCES ? licences(locale) : List.of())
                .with(
                        "byKind",
                        Charts.bars(
                                messages.text(locale, "transport.figures.by-kind", most),
                                kinds.entrySet().stream()
                                        .map(one -> new Charts.Bar(
                                                kind(subject, one.getKey(), locale),
                                                one.getValue().value(),
                                                one.getValue().csv(),
                                                false))
                                        .toList()))
                .with("byHour", byHour(subject, locale))
                .with("byRoad", heat(byRoad, locale))
                .with("map", map.drawn(text(locale, "map", subject), squares, byRoad));
    }

    private String text(Locale locale, String key, Subject subject) {
        return messages.text(locale, "transport.figures." + key + "." + subject.word());
    }

    private gg.jte.Content byHour(Subject subject, Locale locale) {
        List<PublicCount> hours = figures.byHour(subject);
        return Charts.lines(
                messages.text(locale, "transport.figures.by-hour", hour(busiest(hours))),
                IntStream.range(0, RoadFigures.HOURS)
                        .mapToObj(RoadFiguresController::hour)
                        .toList(),
                List.of(new Charts.Series(
                        text(locale, "name", subject),
                        hours.stream().map(one -> (double) one.value()).toList())));
    }

    /** Roads under each other with their hours from left to right, the darker the more. */
    private gg.jte.Content heat(List<RoadFigures.OnRoad> byRoad, Locale locale) {
        String finding = byRoad.stream()
                .max(Comparator.comparingLong(one ->
                        one.hours().stream().mapToLong(PublicCount::value).max().orElse(0)))
                .map(one -> messages.text(
                        locale, "transport.figures.by-road", road(one.road(), locale), hour(busiest(one.hours()))))
                .orElse("");
        return Charts.heat(
                finding,
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

    private static int busiest(List<PublicCount> hours) {
        return IntStream.range(0, hours.size()).reduce(0, (a, b) -> shade(hours.get(b)) > shade(hours.get(a)) ? b : a);
    }

    private List<RoadRow> rows(List<RoadFigures.OnRoad> byRoad, Locale locale) {
        return byRoad.stream()
                .map(one -> new RoadRow(
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

    private List<Option> licences(Locale locale) {
        return figures.licences().entrySet().stream()
                .map(one -> new Option(
                        one.getKey() + ": " + messages.text(locale, "transport.class." + one.getKey()),
                        one.getValue().csv()))
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
        String kind =
                switch (subject) {
                    case TICKETS -> "offence";
                    case CRASHES -> "severity";
                    case LICENCES -> "bar";
                };
        figures.byKind(subject).forEach((code, count) -> lines.add(new Line(kind, code, count)));
        List<PublicCount> hours = figures.byHour(subject);
        for (int i = 0; i < hours.size(); i++) {
            lines.add(new Line("hour", Integer.toString(i), hours.get(i)));
        }
        for (RoadFigures.OnRoad one : figures.byRoadAndHour(subject)) {
            lines.add(new Line("road", one.road(), one.all()));
            for (int i = 0; i < RoadFigures.HOURS; i++) {
                lines.add(
                        new Line("road-hour", one.road() + " " + i, one.hours().get(i)));
            }
        }
        figures.bySquare(subject).forEach(one -> lines.add(new Line("square", square(one), one.count())));
        if (subject == Subject.LICENCES) {
            figures.licences().forEach((code, count) -> lines.add(new Line("in-force", code, count)));
        }
        return lines;
    }

    @GetMapping(PATH + ".csv")
    ResponseEntity<byte[]> csv(@RequestParam(defaultValue = "") String show) {
        Subject subject = Subject.of(show);
        Csv csv = new Csv().line(List.of("since", "measure", "key", subject.word()));
        String since = figures.since().toString();
        lines(subject)
                .forEach(one -> csv.line(
                        List.of(since, one.measure(), one.key(), one.count().csv())));
        return csv.as(subject.word() + ".csv");
    }

    /** The same; each count as in the table: a number, {@code 10+} or {@code <5}. */
    @GetMapping(PATH + ".json")
    ResponseEntity<byte[]> json(@RequestParam(defaultValue = "") String show) {
        Subject subject = Subject.of(show);
        ObjectNode body = json.createObjectNode()
                .put("subject", subject.word())
                .put("since", figures.since().toString());
        var all = body.putArray("figures");
        lines(subject).forEach(one -> all.addObject()
                .put("measure", one.measure())
                .put("key", one.key())
                .put("count", one.count().csv()));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(body));
    }
}
