package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what the register of companies tells and collects all that is wrong with it. */
final class CompanyReader {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}");
    private static final Pattern LINE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,120}");
    private static final Set<String> ROLES = Set.of("director", "secretary", "manager");
    private static final int MOST_OFFICERS = 50;

    private final Message message;
    private final Messages messages;
    private final People people;
    private final LocalDate today;
    private final List<FieldError> faults = new ArrayList<>();

    /**
     * The whole of what the register has of a company on a day.
     *
     * @param joint whether one officer alone can't sign
     */
    record Told(
            String event,
            String reference,
            LocalDate on,
            String registration,
            String name,
            boolean dissolved,
            boolean joint,
            List<Officer> officers) {}

    /**
     * An officer.
     *
     * @param until the first day on which he is none any more, or null
     */
    record Officer(
            PersonNumber person,
            String role,
            LocalDate from,
            @Nullable LocalDate until) {}

    CompanyReader(Message message, Messages messages, People people, LocalDate today) {
        this.message = message;
        this.messages = messages;
        this.people = people;
        this.today = today;
    }

    /**
     * @throws Problem INVALID with all that is wrong
     */
    Told read() {
        JsonNode body = message.body();
        LocalDate on = day(body, "", "on");
        if (on.isAfter(today)) {
            fault("/on", "day");
        }
        String signature = body.path("signature").asString("");
        if (!signature.equals("sole") && !signature.equals("joint")) {
            fault("/signature", "signature");
        }
        Told told = new Told(
                matching("event", IDENTIFIER, "event"),
                matching("reference", IDENTIFIER, "reference"),
                on,
                matching("registration", IDENTIFIER, "reference"),
                matching("name", LINE, "line"),
                body.path("dissolved").asBoolean(false),
                signature.equals("joint"),
                officers());
        done();
        return told;
    }

    private List<Officer> officers() {
        JsonNode list = message.body().path("officers");
        List<Officer> officers = new ArrayList<>();
        if ((!list.isMissingNode() && !list.isArray()) || list.size() > MOST_OFFICERS) {
            fault("/officers", "officers");
            return officers;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode one = list.get(i);
            String at = "/officers/" + i;
            Optional<PersonNumber> person = PersonNumber.parse(
                            one.path("person").asString(""))
                    .filter(number -> people.find(number).isPresent());
            String role = one.path("role").asString("");
            if (person.isEmpty()) {
                fault(at + "/person", "unknown");
            }
            if (!ROLES.contains(role) || !seen.add(one.path("person").asString("") + role)) {
                fault(at + "/role", "role");
            }
            LocalDate from = day(one, at, "from");
            LocalDate until = one.has("until") ? day(one, at, "until") : null;
            if (until != null && !until.isAfter(from)) {
                fault(at + "/until", "until");
            }
            person.ifPresent(number -> officers.add(new Officer(number, role, from, until)));
        }
        return officers;
    }

    private String matching(String field, Pattern form, String fault) {
        String value = message.body().path(field).asString("");
        if (!form.matcher(value).matches()) {
            fault("/" + field, value.isBlank() ? "missing" : fault);
        }
        return value;
    }

    private LocalDate day(JsonNode in, String at, String field) {
        try {
            return LocalDate.parse(in.path(field).asString(""));
        } catch (DateTimeException e) {
            fault(at + "/" + field, "date");
            return LocalDate.EPOCH;
        }
    }

    void fault(String pointer, String name) {
        faults.add(new FieldError(pointer, messages.text(message.reader(), "identity.event.fault." + name)));
    }

    /**
     * @throws Problem INVALID with all that is wrong, if anything is
     */
    void done() {
        if (!faults.isEmpty()) {
            throw Telling.wrong(faults);
        }
    }
}
