package bz.ceiba.systems.border;

import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A declaration as Customs is told of it.
 *
 * @param said what was said to both and to Customs, with {@code travellers}
 */
record ToldDeclaration(
        String number,
        int version,
        boolean arrival,
        String port,
        LocalDate travelDate,
        String carrier,
        @Nullable String person,
        @Nullable Instant withdrawnAt,
        Instant submittedAt,
        ObjectNode said) {
    ToldDeclaration {
        if (version < 1 || port.isEmpty() || said.path("travellers").isEmpty()) {
            throw new IllegalArgumentException("version " + version + " of " + number + " is not whole");
        }
    }

    /**
     * @throws java.time.DateTimeException when a day or time is none
     * @throws IllegalArgumentException when something else is missing
     */
    static ToldDeclaration read(ToldEvent event) {
        JsonNode body = event.body();
        if (!(body instanceof ObjectNode said)) {
            throw new IllegalArgumentException("no object");
        }
        PersonNumber person = event.subject();
        String withdrawn = body.path("withdrawn_at").asString("");
        return new ToldDeclaration(
                CaseNumber.parse(body.path("declaration").asString(""))
                        .orElseThrow(() -> new IllegalArgumentException("no number"))
                        .text(),
                body.path("version").asInt(0),
                body.path("direction").asString("").equals("arrival"),
                body.path("port").asString(""),
                LocalDate.parse(body.path("travelDate").asString("")),
                Declarations.carrier(body.path("carrier").asString("")),
                person == null ? null : person.digits(),
                withdrawn.isEmpty() ? null : Instant.parse(withdrawn),
                Instant.parse(body.path("submitted_at").asString("")),
                said);
    }

    List<JsonNode> travellers() {
        return said.path("travellers").valueStream().toList();
    }
}
