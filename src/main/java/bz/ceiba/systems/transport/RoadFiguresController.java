package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.Csv;
import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.platform.web.PublicPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Tickets on the country's roads for everybody: what for, at which hour and where; as a page and as open data. No person is in them. */
@Controller
@PublicPage
class RoadFiguresController {
    static final String PATH = "/transport/figures";

    private final RoadFigures figures;
    private final Messages messages;
    private final Tariff tariff = Tariff.load();
    private final RoadMap map = new RoadMap();

    RoadFiguresController(RoadFigures figures, Messages messages) {
        this.figures = figures;
        this.messages = messages;
    }

    @GetMapping(PATH)
    Html page(Locale locale) {
        Map<String, PublicCount> offences = figures.byOffence();
        List<PublicCount> hours = figures.byHour();
        List<RoadFigures.Square> squares = figures.bySquare();
        String most = offences.keySet().stream()
                .findFirst()
                .map(code -> name(code, locale))
                .orElse("");
        int busiest = IntStream.range(0, hours.size())
                .reduce(0, (a, b) -> hours.get(b).value() > hours.get(a).value() ? b : a);
        List<String> labels = IntStream.range(0, hours.size())
                .mapToObj(RoadFiguresController::hour)
                .toList();
        String byHour = messages.text(locale, "transport.figures.by-hour", hour(busiest));
        return Html.of("transport/figures")
                .with("since", figures.since())
                .with("all", figures.all().csv())
                .with(
                        "offences",
                        offences.entrySet().stream()
                                .map(one -> new Option(
                                        name(one.getKey(), locale),
                                        one.getValue().csv()))
                                .toList())
                .with(
                        "hours",
                        IntStream.range(0, hours.size())
                                .mapToObj(
                                        at -> new Option(hour(at), hours.get(at).csv()))
                                .toList())
                .with(
                        "squares",
                        squares.stream()
                                .map(one -> new Option(square(one), one.count().csv()))
                                .toList())
                .with(
                        "byOffence",
                        Charts.bars(
                                messages.text(locale, "transport.figures.by-offence", most),
                                offences.entrySet().stream()
                                        .map(one -> new Charts.Bar(
                                                name(one.getKey(), locale),
                                                one.getValue().value(),
                                                one.getValue().csv(),
                                                false))
                                        .toList()))
                .with(
                        "byHour",
                        Charts.lines(
                                byHour,
                                labels,
                                List.of(new Charts.Series(
                                        messages.text(locale, "transport.figures.tickets"),
                                        hours.stream()
                                                .map(one -> (double) one.value())
                                                .toList()))))
                .with("map", map.drawn(messages.text(locale, "transport.figures.map"), squares));
    }

    private String name(String code, Locale locale) {
        return tariff.offence(code).map(one -> one.name().in(locale)).orElse(code);
    }

    private static String hour(int hour) {
        return String.format(Locale.ROOT, "%02d:00", hour);
    }

    private static String square(RoadFigures.Square one) {
        return String.format(Locale.ROOT, "%.1f, %.1f", one.latitude() / 10.0, one.longitude() / 10.0);
    }

    @GetMapping(PATH + ".csv")
    ResponseEntity<byte[]> csv() {
        Csv csv = new Csv().line(List.of("since", "measure", "key", "tickets"));
        String since = figures.since().toString();
        List<List<String>> lines = new ArrayList<>();
        figures.byOffence().forEach((code, count) -> lines.add(List.of(since, "offence", code, count.csv())));
        List<PublicCount> hours = figures.byHour();
        for (int i = 0; i < hours.size(); i++) {
            lines.add(List.of(since, "hour", Integer.toString(i), hours.get(i).csv()));
        }
        figures.bySquare()
                .forEach(one -> lines.add(
                        List.of(since, "square", square(one), one.count().csv())));
        lines.forEach(csv::line);
        return csv.as("tickets.csv");
    }
}
