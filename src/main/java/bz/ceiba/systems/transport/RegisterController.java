package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The Ministry's desk: a vehicle by plate, chassis or keeper, all that was ever known of it, and what is known of any instant. */
@Controller
class RegisterController {
    static final String PATH = "/transport/register";
    static final String AGENCY = "transport";
    private static final int LONGEST = 500;
    private static final String MARK = "mark-";
    private static final String STATE = "state-";
    private static final String COVER = "cover-";

    private final Register register;
    private final Histories histories;
    private final ChangeVehicle change;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    RegisterController(
            Register register, Histories histories, ChangeVehicle change, Audit audit, Messages messages, Clock clock) {
        this.register = register;
        this.histories = histories;
        this.change = change;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html search(@RequestParam(defaultValue = "") String find, Actor actor) {
        TransportNavigation.requireDesk(actor);
        List<VehicleNow> found = found(find.strip()).stream().map(register::now).toList();
        for (VehicleNow one : found) {
            read(actor, one, "found");
        }
        if (found.isEmpty()) {
            audit.record(actor.doesFor(AGENCY, AuditEvent.REGISTER_READ, Map.of("record", "none")));
        }
        return Html.of("transport/register").with("find", find).with("found", found);
    }

    private List<Vehicle> found(String find) {
        if (find.isEmpty()) {
            return List.of();
        }
        Optional<PersonNumber> person = PersonNumber.parse(find);
        if (person.isPresent()) {
            return register.keptBy(person.get().digits());
        }
        return Plates.parse(find).flatMap(register::byPlate).or(() -> register.byChassis(Plates.chassis(find))).stream()
                .toList();
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{id}")
    Html open(@PathVariable long id, @RequestParam Map<String, String> asked, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        VehicleNow now = register.now(require(id));
        read(actor, now, "opened");
        return page(now, asked, Map.of(), locale);
    }

    private Html page(VehicleNow now, Map<String, String> asked, Map<String, String> errors, Locale locale) {
        Map<String, String> wrong = new LinkedHashMap<>(errors);
        String plate = asked.getOrDefault("plate", now.plate().orElse(""));
        Answers answers = null;
        String at = asked.getOrDefault("at", "");
        if (!at.isBlank()) {
            Instant instant = Instants.parse(at).orElse(null);
            if (instant == null) {
                wrong.put("at", messages.text(locale, "transport.wrong.at"));
            } else {
                answers = register.at(plate, "", "", instant);
            }
        }
        return Html.of("transport/vehicle")
                .with("now", now)
                .with("history", histories.of(now.vehicle()))
                .with("values", asked)
                .with("answers", answers)
                .with("whats", whats())
                .errors(wrong);
    }

    private static List<String> whats() {
        List<String> whats = new ArrayList<>();
        for (Marker marker : Marker.values()) {
            whats.add(MARK + marker.name());
        }
        for (VehicleState state : VehicleState.values()) {
            whats.add(STATE + state.name());
        }
        for (Cover cover : Cover.values()) {
            whats.add(COVER + cover.name());
        }
        return whats;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{id}")
    Object change(@PathVariable long id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        Vehicle vehicle = require(id);
        requireNotOwn(actor, vehicle);
        Typed typed = DeskForms.typed(posted, messages, locale);
        String what = typed.one("what", whats(), "what");
        String reference = typed.text("reference");
        if (!what.startsWith(STATE)
                && (reference.isEmpty() || reference.length() > LONGEST || reference.contains("|"))) {
            typed.wrong("reference", "reference");
        }
        Instant from = DeskForms.from(typed, "from", clock.instant());
        Instant until = what.startsWith(COVER) ? DeskForms.until(typed, "until", from) : null;
        String why = DeskForms.why(typed, "why");
        if (!typed.isRight() || from == null) {
            return page(register.now(vehicle), posted, typed.errors(), locale);
        }
        if (what.startsWith(COVER)) {
            Cover cover = Cover.valueOf(what.substring(COVER.length()));
            change.cover(actor, vehicle, cover, reference, new Span(from, until), why);
        } else if (what.startsWith(MARK)) {
            change.mark(actor, vehicle, Marker.valueOf(what.substring(MARK.length())), reference, from, why);
        } else {
            change.state(actor, vehicle, VehicleState.valueOf(what.substring(STATE.length())), from, why);
        }
        return "redirect:" + PATH + "/" + id;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{id}/lift")
    Object lift(@PathVariable long id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        Vehicle vehicle = require(id);
        requireNotOwn(actor, vehicle);
        Typed typed = DeskForms.typed(posted, messages, locale);
        String why = DeskForms.why(typed, "why");
        String kind = posted.getOrDefault("kind", "");
        String reference = posted.getOrDefault("reference", "");
        MarkerNow noted = register.now(vehicle).markers().stream()
                .filter(one -> one.kind().name().equals(kind) && one.reference().equals(reference))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "transport.problem.not-noted"));
        if (!typed.isRight()) {
            return page(register.now(vehicle), Map.of(), typed.errors(), locale);
        }
        change.unmark(actor, vehicle, noted.kind(), noted.reference(), why);
        return "redirect:" + PATH + "/" + id;
    }

    private void read(Actor actor, VehicleNow now, String how) {
        Keeper keeper = now.keeper();
        audit.record(actor.doesFor(
                AGENCY,
                AuditEvent.REGISTER_READ,
                keeper == null || keeper.number().isEmpty() ? null : new PersonNumber(keeper.number()),
                null,
                null,
                Map.of("record", now.plate().orElse(now.vehicle().chassis()), "how", how)));
    }

    private Vehicle require(long id) {
        return register.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "transport.problem.unknown"));
    }

    /** Nobody changes what the register says of his own vehicle. */
    private void requireNotOwn(Actor actor, Vehicle vehicle) {
        if (register.now(vehicle).isKeptBy(actor.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.own");
        }
    }
}
