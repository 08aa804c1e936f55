package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** All vehicles of somebody, or of the company for which he acts, with what runs out; as a table to keep too. */
@Controller
class FleetController {
    static final String PATH = "/transport/fleet";

    private final Fleets fleets;
    private final Audit audit;

    FleetController(Fleets fleets, Audit audit) {
        this.fleets = fleets;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html page(Actor actor) {
        LocalDate today = fleets.today();
        List<FleetLine> fleet = read(actor);
        return Html.of("transport/fleet")
                .with("fleet", fleet)
                .with("urgent", urgent(fleet, today))
                .with("today", today);
    }

    private static int urgent(List<FleetLine> fleet, LocalDate today) {
        return (int) fleet.stream()
                .filter(line -> line.urgency(today) != FleetLine.Urgency.LATER)
                .count();
    }

    private List<FleetLine> read(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "fleet")));
        return fleets.of(actor.subject().digits());
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH + ".csv")
    ResponseEntity<byte[]> table(Actor actor) {
        LocalDate today = fleets.today();
        List<String> head = new ArrayList<>(List.of("plate", "make", "model", "year"));
        for (Cover cover : Cover.values()) {
            head.add(word(cover) + "_until");
        }
        head.add("permit_until");
        head.add("attention");
        Csv csv = new Csv().line(head);
        for (FleetLine line : read(actor)) {
            List<String> values =
                    new ArrayList<>(List.of(line.plate(), line.make(), line.model(), Integer.toString(line.year())));
            for (Cover cover : Cover.values()) {
                LocalDate until = line.until(cover);
                values.add(until == null ? "" : until.toString());
            }
            LocalDate permit = line.permitUntil();
            values.add(permit == null ? "" : permit.toString());
            values.add(line.urgency(today).name().toLowerCase(Locale.ROOT));
            csv.line(values);
        }
        return csv.as("fleet.csv");
    }

    private static String word(Cover cover) {
        return cover.name().toLowerCase(Locale.ROOT);
    }
}
