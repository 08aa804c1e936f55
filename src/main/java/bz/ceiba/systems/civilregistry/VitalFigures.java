package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.insight.Figure;
import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.insight.Wording;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.civilregistry.VitalStatistics.Item;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pictures of the page of vital statistics, with what each says in words. */
record VitalFigures(Messages messages, Country country, Locale locale) {
    private String t(String key, Object... arguments) {
        return messages.text(locale, "civilregistry.statistics." + key, arguments);
    }

    Wording words() {
        return new Wording(messages, country, locale);
    }

    List<Figure> of(List<VitalTables.Table> tables) {
        return tables.stream()
                .filter(table -> !table.total().isNone())
                .map(this::figure)
                .toList();
    }

    private Figure figure(VitalTables.Table table) {
        String heading =
                t(table.measure().word()) + " " + t("by-" + table.item().word());
        List<Charts.Bar> bars = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        table.counts().forEach((category, count) -> {
            rows.add(List.of(category(table.item(), category), words().count(count)));
            if (!count.isNone()) {
                bars.add(new Charts.Bar(category(table.item(), category), count.value(), words().count(count), false));
            }
        });
        String finding = finding(table);
        return new Figure(
                heading,
                finding,
                bars.isEmpty() ? null : Charts.bars(finding, bars),
                List.of(
                        t("by-" + table.item().word() + "-heading"),
                        t(table.measure().word())),
                rows);
    }

    private String finding(VitalTables.Table table) {
        return table.counts().entrySet().stream()
                .filter(one -> one.getValue().isTold() && one.getValue().value() > 0)
                .max(Comparator.comparingLong(
                        (Map.Entry<String, PublicCount> one) -> one.getValue().value()))
                .map(one -> t("most", category(table.item(), one.getKey()), words().count(one.getValue())))
                .orElseGet(() -> t("too-few"));
    }

    String category(Item item, String category) {
        if (category.equals(VitalTables.UNKNOWN)) {
            return t(item == Item.CAUSE ? "not-certified" : "not-known");
        }
        return switch (item) {
            case MONTH -> Month.of(Integer.parseInt(category)).getDisplayName(TextStyle.FULL_STANDALONE, locale);
            case OCCURRENCE, RESIDENCE -> words().district(category);
            case SEX -> messages.text(locale, "civilregistry.value.sex." + category);
            case MOTHER_AGE, AGE_AT_DEATH ->
                category.equals("0") ? t("years-none") : t("years", category.replace('-', '–'));
            case CAUSE -> messages.text(locale, "civilregistry.cause." + category);
        };
    }
}
