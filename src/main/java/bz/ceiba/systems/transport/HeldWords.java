package bz.ceiba.systems.transport;

import bz.ceiba.platform.web.Page;
import java.time.DateTimeException;
import java.time.Instant;

/** What a held ticket says, in the words of who looks at it; as it came where it can't be read. */
public final class HeldWords {
    private final Tariff tariff = Tariff.load();
    private final Roads roads = Roads.load();

    /** @param key of the ticket's statement, with its value */
    public String of(Page page, String key, String value) {
        return switch (key) {
            case "at", "writtenAt" -> time(page, value);
            case "offence" ->
                tariff.offence(value).map(one -> page.t(one.name())).orElse(value);
            case "road" ->
                value.equals(Roads.OTHER) ? page.t("transport.road.OTHER") : roads.name(value, page.locale());
            default -> value;
        };
    }

    private static String time(Page page, String value) {
        try {
            return page.dateTime(Instant.parse(value));
        } catch (DateTimeException e) {
            return value;
        }
    }
}
