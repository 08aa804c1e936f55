package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.insight.PublicShare;
import bz.ceiba.platform.insight.Wording;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.civilregistry.VitalStatistics.Basis;
import bz.ceiba.systems.civilregistry.VitalStatistics.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Vital statistics for everybody: a page, and the same as open data. No person is in them. */
@Controller
@PublicPage
class StatisticsController {
    static final String PATH = "/civilregistry/statistics";

    private static final int FIRST_YEAR = 1880;
    private static final int YEARS_OFFERED = 10;

    private final VitalTables tables;
    private final Messages messages;
    private final Country country;
    private final JsonMapper json;

    private record Asked(int year, Basis basis) {}

    StatisticsController(VitalTables tables, Messages messages, Country country, JsonMapper json) {
        this.tables = tables;
        this.messages = messages;
        this.country = country;
        this.json = json;
    }

    private Asked asked(String year, String by) {
        int newest = tables.thisYear();
        int number = year.isEmpty() ? newest : year.matches("[0-9]{4}") ? Integer.parseInt(year) : 0;
        if (number < FIRST_YEAR || number > newest) {
            throw new Problem(Problem.Kind.MALFORMED, "civilregistry.problem.statistics");
        }
        Basis basis = by.isEmpty()
                ? Basis.OCCURRENCE
                : Basis.of(by)
                        .orElseThrow(() -> new Problem(Problem.Kind.MALFORMED, "civilregistry.problem.statistics"));
        return new Asked(number, basis);
    }

    @GetMapping(PATH)
    Html page(@RequestParam(defaultValue = "") String year, @RequestParam(defaultValue = "") String by, Locale locale) {
        Asked asked = asked(year, by);
        List<VitalTables.Table> all = tables.tables(asked.basis(), asked.year());
        VitalFigures view = new VitalFigures(messages, country, locale);
        Wording words = view.words();
        List<VitalTables.Completeness> completeness = tables.completeness(asked.year());
        PublicShare births = completeness.getFirst().coverage();
        VitalTables.Rates rates = tables.rates(all, asked.basis(), asked.year());
        return Html.of("civilregistry/statistics")
                .with("year", Integer.toString(asked.year()))
                .with("by", asked.basis().word())
                .with("years", years(asked.year()))
                .with("done", tables.isFinal(asked.basis(), asked.year()))
                .with("lead", births.kind() == PublicShare.Kind.NONE ? null : words.share(births))
                .with(
                        "totals",
                        Arrays.stream(Measure.values())
                                .map(one -> new Option(one.word(), words.count(VitalTables.total(all, one))))
                                .toList())
                .with(
                        "rates",
                        List.of(
                                rate("birth", rates.birth()),
                                rate("death", rates.death()),
                                rate("infant", rates.infant()),
                                rate("foetal", rates.foetal())))
                .with(
                        "completeness",
                        completeness.stream()
                                .map(one -> line(one, words, locale))
                                .toList())
                .with("figures", view.of(all))
                .with("data", "?year=" + asked.year() + "&by=" + asked.basis().word());
    }

    /** The last ten, and the one that is shown. */
    private List<Option> years(int shown) {
        int newest = tables.thisYear();
        return IntStream.concat(
                        IntStream.range(0, YEARS_OFFERED).map(back -> newest - back),
                        IntStream.of(shown).filter(year -> year <= newest - YEARS_OFFERED))
                .mapToObj(Integer::toString)
                .map(year -> new Option(year, year))
                .toList();
    }

    private static Option rate(String name, @Nullable Double rate) {
        return new Option(name, rate == null ? "–" : String.format(Locale.ROOT, "%.1f", rate));
    }

    private CompletenessLine line(VitalTables.Completeness one, Wording words, Locale locale) {
        return new CompletenessLine(
                messages.text(
                        locale, "civilregistry.statistics." + one.measure().word()),
                words.count(one.registered()),
                words.share(one.soon()),
                words.share(one.inYear()),
                words.count(one.notified()),
                words.share(one.coverage()));
    }

    @GetMapping(PATH + ".csv")
    ResponseEntity<byte[]> csv(
            @RequestParam(defaultValue = "") String year, @RequestParam(defaultValue = "") String by) {
        Asked asked = asked(year, by);
        Csv csv = new Csv().line(List.of("year", "by", "measure", "item", "category", "count"));
        String when = Integer.toString(asked.year());
        String basis = asked.basis().word();
        for (VitalTables.Table table : tables.tables(asked.basis(), asked.year())) {
            String measure = table.measure().word();
            String item = table.item().word();
            table.counts()
                    .forEach((category, count) -> csv.line(List.of(when, basis, measure, item, category, count.csv())));
            csv.line(List.of(when, basis, measure, item, "all", table.total().csv()));
        }
        return csv.as("vital-statistics-" + when + "-" + basis + ".csv");
    }

    @GetMapping(PATH + ".json")
    ResponseEntity<JsonNode> data(
            @RequestParam(defaultValue = "") String year, @RequestParam(defaultValue = "") String by) {
        Asked asked = asked(year, by);
        ObjectNode data = json.createObjectNode()
                .put("country", "BZ")
                .put("year", asked.year())
                .put("by", asked.basis().word())
                .put("final", tables.isFinal(asked.basis(), asked.year()));
        for (VitalTables.Table table : tables.tables(asked.basis(), asked.year())) {
            ObjectNode one = data.withArray("tables")
                    .addObject()
                    .put("measure", table.measure().word())
                    .put("item", table.item().word())
                    .put("total", table.total().csv());
            ObjectNode counts = one.putObject("counts");
            table.counts().forEach((category, count) -> counts.put(category, count.csv()));
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(data);
    }
}
