package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of an officer at the roadside: a plate or a driver's number, and an answer that can be read at arm's length. */
@Controller
class RoadsideController {
    static final String PATH = "/transport/roadside";
    private static final String DEFAULT_CLASS = "B";

    private final Roadside roadside;
    private final Agreements agreements;
    private final Messages messages;
    private final Clock clock;

    RoadsideController(Roadside roadside, Agreements agreements, Messages messages, Clock clock) {
        this.roadside = roadside;
        this.agreements = agreements;
        this.messages = messages;
        this.clock = clock;
    }

    /** The officer's agency, if an agreement lets it check vehicles at the roadside. */
    static Optional<String> agency(Actor actor, Agreements agreements, LocalDate today) {
        return agency(actor, Role.OFFICER, agreements, today);
    }

    /** The same for another role there. */
    static Optional<String> agency(Actor actor, Role role, Agreements agreements, LocalDate today) {
        return actor.agencyAs(role)
                .filter(agency -> agreements.grants(agency, VehicleSource.SERVICE, Roadside.PURPOSE, "/known", today));
    }

    private String agency(Actor actor) {
        return agency(actor, agreements, Country.today(clock))
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_ASKED)
    @GetMapping(PATH)
    Html blank(Actor actor) {
        agency(actor);
        return page(Map.of(), Map.of());
    }

    private static Html page(Map<String, String> values, Map<String, String> errors) {
        return Html.of("transport/roadside").with("values", values).errors(errors);
    }

    /** By POST, so that no plate or number stands in an address or its history. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_ASKED)
    @PostMapping(PATH)
    Html check(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        String agency = agency(actor);
        String typedPlate = posted.getOrDefault("plate", "").strip();
        String typedDriver = posted.getOrDefault("driver", "").strip();
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<String> plate = Plates.parse(typedPlate);
        Optional<PersonNumber> driver = PersonNumber.parse(typedDriver);
        if (plate.isEmpty() && (!typedPlate.isEmpty() || typedDriver.isEmpty())) {
            errors.put("plate", messages.text(locale, "transport.wrong.plate"));
        }
        if (driver.isEmpty() && !typedDriver.isEmpty()) {
            errors.put("driver", messages.text(locale, "transport.wrong.number"));
        }
        if (!errors.isEmpty()) {
            return page(posted, errors);
        }
        Html page = page(posted, errors);
        if (plate.isPresent()) {
            page = page.with("vehicle", roadside.vehicle(actor, agency, plate.get()));
        }
        if (driver.isPresent()) {
            String licenceClass = posted.getOrDefault("class", DEFAULT_CLASS);
            page = page.with("licence", roadside.driver(actor, agency, driver.get(), licenceClass, locale));
        }
        return page;
    }
}
