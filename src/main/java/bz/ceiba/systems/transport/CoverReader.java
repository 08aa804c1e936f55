package bz.ceiba.systems.transport;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an insurer or a garage tells of a vehicle and collects all that is wrong with it. */
final class CoverReader {
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,63}");
    private static final Pattern LINE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}|]{1,100}");

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9_999;

    private final JsonNode body;
    private final Message message;
    private final Messages messages;
    private final Instant now;
    private final List<FieldError> faults = new ArrayList<>();

    /**
     * A policy or an inspection as it is now.
     *
     * @param saidAt when the sender wrote it down
     * @param valid null when it covers nothing any more
     */
    record Told(
            String reference,
            Instant saidAt,
            String provider,
            String plate,
            String chassis,
            @Nullable Span valid) {}

    CoverReader(Message message, Messages messages, Instant now) {
        this.body = message.body();
        this.message = message;
        this.messages = messages;
        this.now = now;
    }

    /** @throws Problem INVALID with all that is wrong */
    Told read() {
        Instant said = Instant.EPOCH;
        try {
            said = Instant.parse(text("said_at")).truncatedTo(ChronoUnit.MICROS);
            if (said.isAfter(now)) {
                fault("said_at", "future");
            } else if (said.isBefore(Instant.EPOCH)) {
                fault("said_at", "instant");
            }
        } catch (DateTimeException e) {
            fault("said_at", "instant");
        }
        LocalDate from = day("from");
        LocalDate until = day("until");
        boolean never = body.path("never").asBoolean(false);
        if (!never && until.isBefore(from)) {
            fault("until", "until");
        }
        Told told = new Told(
                matching("reference", REFERENCE),
                said,
                matching("provider", LINE),
                Plates.parse(text("plate")).orElseGet(() -> wrong("plate", "plate")),
                Plates.chassis(text("chassis")),
                never || until.isBefore(from)
                        ? null
                        : new Span(from.atStartOfDay(Country.ZONE).toInstant(), DrivingRules.after(until)));
        if (!faults.isEmpty()) {
            throw Telling.wrong(faults);
        }
        return told;
    }

    private String text(String field) {
        return body.path(field).asString("").strip();
    }

    private String matching(String field, Pattern form) {
        String value = text(field);
        return form.matcher(value).matches() ? value : wrong(field, value.isEmpty() ? "missing" : "line");
    }

    private LocalDate day(String field) {
        try {
            LocalDate day = LocalDate.parse(text(field));
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        fault(field, "day");
        return LocalDate.EPOCH;
    }

    private String wrong(String field, String name) {
        fault(field, name);
        return "";
    }

    /** What to throw when one field is wrong beside what the register has. */
    Problem refusal(String field, String name) {
        fault(field, name);
        return Telling.wrong(faults);
    }

    private void fault(String field, String name) {
        faults.add(new FieldError("/" + field, messages.text(message.reader(), "transport.told." + name)));
    }
}
