package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The Ministry's desk: codes on somebody's licence. The form is on the page of {@link DriverController}. */
@Controller
class EndorsementController {
    private static final String PATH = DriverController.PATH + "/{number}/codes";
    private static final List<String> CLASSES = List.of("A", "B", "C", "D", "E", Endorsement.ALL);
    private static final int LONGEST = 100;

    private final EndorseDriver endorse;
    private final DriverController page;
    private final Messages messages;
    private final Clock clock;

    EndorsementController(EndorseDriver endorse, DriverController page, Messages messages, Clock clock) {
        this.endorse = endorse;
        this.page = page;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH)
    Object endorse(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        PersonNumber driver = DriverController.other(number, actor);
        Typed typed = DeskForms.typed(posted, messages, locale);
        LicenceCodes.Code code = typed.read("code", endorse.codes()::find, "code");
        String licenceClass = typed.one("codeClass", CLASSES, "code");
        String reference = typed.text("codeReference", 1, LONGEST, "reference");
        Instant from = DeskForms.from(typed, "codeFrom", clock.instant());
        Instant until = typed.text("codeUntil").isEmpty() ? null : DeskForms.until(typed, "codeUntil", from);
        String why = DeskForms.why(typed, "codeWhy");
        if (!typed.isRight() || code == null || from == null) {
            return page.page(driver, driver.grouped(), posted, typed.errors());
        }
        endorse.endorse(
                actor,
                driver,
                code,
                new Endorsement(licenceClass, code.code(), reference, until),
                new Span(from, until),
                why);
        return DriverController.back(driver);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/end")
    Object end(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        PersonNumber driver = DriverController.other(number, actor);
        Typed typed = DeskForms.typed(posted, messages, locale);
        String why = DeskForms.why(typed, "why");
        if (!typed.isRight()) {
            return page.page(driver, driver.grouped(), Map.of(), typed.errors());
        }
        endorse.end(
                actor,
                driver,
                posted.getOrDefault("codeClass", ""),
                posted.getOrDefault("code", ""),
                posted.getOrDefault("never", "").equals("true"),
                why);
        return DriverController.back(driver);
    }
}
