package bz.ceiba.systems.transport;

import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the Ministry's officers type into many forms. */
final class DeskForms {
    private static final int SHORTEST_WHY = 10;
    private static final int LONGEST_WHY = 500;

    private DeskForms() {}

    static Typed typed(Map<String, String> posted, Messages messages, Locale locale) {
        return new Typed(posted, messages, locale, "transport.wrong.");
    }

    /** How an officer knows what he makes known. */
    static String why(Typed typed, String field) {
        return typed.text(field, SHORTEST_WHY, LONGEST_WHY, "why");
    }

    /** When something began, not in the future; null when it is wrong. */
    static @Nullable Instant from(Typed typed, String field, Instant now) {
        return typed.read(field, text -> Instants.parse(text).filter(at -> !at.isAfter(now)), "from");
    }

    /** When it ends; null when it is wrong. */
    static @Nullable Instant until(Typed typed, String field, @Nullable Instant from) {
        return typed.read(field, text -> Instants.parse(text).filter(at -> from != null && at.isAfter(from)), "until");
    }
}
