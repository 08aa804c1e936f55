package bz.ceiba.systems.border.screening;

import bz.ceiba.systems.border.IcaoStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An entry of a watchlist, as those may read it who need to know. */
public record ShownEntry(
        String id,
        List<String> names,
        List<String> births,
        List<String> countries,
        List<String> documents,
        List<String> reasons) {
    public ShownEntry {
        names = List.copyOf(names);
        births = List.copyOf(births);
        countries = List.copyOf(countries);
        documents = List.copyOf(documents);
        reasons = List.copyOf(reasons);
    }

    /** A number after the code of who issued it, as it stands in lists ({@code RUS:758812345}), with the state's name. */
    public static String document(String number, Locale locale) {
        int colon = number.indexOf(':');
        return colon == 2 || colon == 3
                ? number.substring(colon + 1) + ", " + IcaoStates.name(number.substring(0, colon), locale)
                : number;
    }

    static ShownEntry of(String id, JsonNode content) {
        return new ShownEntry(
                id,
                values(content, "name", "alias", "weakAlias", "previousName"),
                values(content, "birthDate"),
                values(content, "nationality", "citizenship", "country").stream()
                        .map(country -> country.toUpperCase(Locale.ROOT))
                        .toList(),
                values(content, "passportNumber", "idNumber", "number"),
                values(content, "reason", "topics", "notes"));
    }

    private static List<String> values(JsonNode content, String... properties) {
        List<String> values = new ArrayList<>();
        for (String property : properties) {
            content.path(property).forEach(value -> values.add(value.asString("")));
        }
        return values;
    }
}
