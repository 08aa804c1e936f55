package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Checks vehicles and drivers for an officer who stands at the roadside. He asks through the exchange, as his agency's agreement grants it, and the
 * keeper or driver reads that in his log. What can't be found out is a {@link Problem} and never an answer.
 */
@Component
class Roadside {
    static final String PURPOSE = "roadside";

    private final Register register;
    private final Exchange exchange;
    private final Audit audit;
    private final LicenceCodes codes = LicenceCodes.load();

    Roadside(Register register, Exchange exchange, Audit audit) {
        this.register = register;
        this.exchange = exchange;
        this.audit = audit;
    }

    /**
     * What may be said of a plate.
     *
     * @throws Problem when the exchange refuses, or the register does not answer
     */
    RoadsideAnswer vehicle(Actor officer, String agency, String plate) {
        Optional<PersonNumber> keeper = register.byPlate(plate)
                .map(register::now)
                .map(VehicleNow::keeper)
                .map(Keeper::number)
                .flatMap(PersonNumber::parse);
        if (keeper.isEmpty()) {
            return unknown(officer, agency, plate);
        }
        JsonNode said = ask(VehicleSource.SERVICE, officer, agency, keeper.get(), Map.of("plate", plate));
        if (!said.path("known").asBoolean(false)) {
            return unknown(officer, agency, plate);
        }
        List<String> reasons = new ArrayList<>();
        said.path("markers").forEach(marker -> {
            if (!marker.asString("").equals(Marker.LIEN.name())) {
                reasons.add("marker." + marker.asString(""));
            }
        });
        if (!said.path("state").asString("").equals(VehicleState.IN_USE.name())) {
            reasons.add("state." + said.path("state").asString(""));
        }
        for (Cover cover : Cover.values()) {
            if (!said.path(cover.name().toLowerCase(java.util.Locale.ROOT)).asBoolean(false)) {
                reasons.add("missing." + cover.name());
            }
        }
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("plate", said.path("plate").asString(""));
        shown.put(
                "make",
                said.path("make").asString("") + " " + said.path("model").asString(""));
        shown.put("colour", said.path("colour").asString(""));
        Verdict verdict = reasons.isEmpty() ? Verdict.VALID : Verdict.INVALID;
        if (said.path("kind").asString("").equals(VehicleKind.BUS.name())) {
            String permit = said.path("permit").asString("");
            // Not every bus carries passengers for money: one without a permit is not invalid for that alone.
            if (permit.isEmpty()) {
                reasons.add("missing.PERMIT");
            } else {
                shown.put("permit", permit);
            }
        }
        return new RoadsideAnswer(verdict, reasons, shown);
    }

    /**
     * What may be said of a driver in a vehicle of a class.
     *
     * @throws Problem when the exchange refuses, or the register does not answer
     */
    RoadsideAnswer driver(Actor officer, String agency, PersonNumber driver, String licenceClass, Locale reader) {
        JsonNode said = ask(LicenceSource.SERVICE, officer, agency, driver, Map.of());
        List<String> reasons = new ArrayList<>();
        said.path("bars").forEach(bar -> {
            List<String> classes = List.of(bar.path("classes").asString("").split(" ", -1));
            if (classes.contains("") || classes.contains(licenceClass)) {
                reasons.add("bar." + bar.path("kind").asString(""));
            }
        });
        Map<String, String> shown = new LinkedHashMap<>();
        List<JsonNode> lapsed = new ArrayList<>();
        List<JsonNode> good = new ArrayList<>();
        said.path("entitlements")
                .forEach(one -> (one.path("stage").asString("").equals(LicenceSource.LAPSED) ? lapsed : good).add(one));
        good.stream().filter(one -> isFor(one, licenceClass)).forEach(one -> {
            shown.put("licence", one.path("licence").asString(""));
            shown.put("stage", one.path("stage").asString(""));
        });
        if (!shown.isEmpty()) {
            String kept = codes(said, licenceClass);
            if (!kept.isEmpty()) {
                shown.put("codes", codes.spelled(kept, reader));
            }
        }
        boolean ranOut = good.isEmpty() ? !lapsed.isEmpty() : lapsed.stream().anyMatch(one -> isFor(one, licenceClass));
        if (shown.isEmpty() && ranOut) {
            reasons.add("lapsed");
            shown.put("licence", lapsed.getFirst().path("licence").asString(""));
        } else if (shown.isEmpty() && !good.isEmpty()) {
            reasons.add("other-class");
        }
        if (shown.isEmpty() && reasons.isEmpty()) {
            return new RoadsideAnswer(Verdict.UNKNOWN, List.of(), Map.of());
        }
        return new RoadsideAnswer(reasons.isEmpty() ? Verdict.VALID : Verdict.INVALID, reasons, shown);
    }

    private static boolean isFor(JsonNode entitlement, String licenceClass) {
        return entitlement.path("class").asString("").equals(licenceClass);
    }

    /** The codes that hold for a class, with a space between them. */
    private static String codes(JsonNode said, String licenceClass) {
        List<String> found = new ArrayList<>();
        said.path("endorsements").forEach(one -> {
            if (List.of(Endorsement.ALL, licenceClass)
                    .contains(one.path("class").asString(""))) {
                found.add(one.path("code").asString(""));
            }
        });
        return String.join(" ", found.stream().distinct().toList());
    }

    private JsonNode ask(
            String service, Actor officer, String agency, PersonNumber subject, Map<String, String> parameters) {
        return exchange.ask(
                new Question(service, agency, PURPOSE, null, subject, officer.number(), officer.name(), parameters));
    }

    /** A licence that nobody has. */
    RoadsideAnswer unknownDriver(Actor officer, String agency) {
        audit.record(officer.doesFor(
                agency, AuditEvent.REGISTER_ASKED, null, null, PURPOSE, Map.of("service", LicenceSource.SERVICE)));
        return new RoadsideAnswer(Verdict.UNKNOWN, List.of(), Map.of());
    }

    /** Nobody keeps it, so nobody's log has it; the officer's has. */
    private RoadsideAnswer unknown(Actor officer, String agency, String plate) {
        audit.record(officer.doesFor(
                agency,
                AuditEvent.REGISTER_ASKED,
                null,
                null,
                PURPOSE,
                Map.of("service", VehicleSource.SERVICE, "plate", plate)));
        return new RoadsideAnswer(Verdict.UNKNOWN, List.of(), Map.of());
    }
}
