package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
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
        Map<String, String> errors = new LinkedHashMap<>();
        LicenceCodes.Code code =
                endorse.codes().find(posted.getOrDefault("code", "")).orElse(null);
        if (code == null) {
            errors.put("code", messages.text(locale, "transport.wrong.code"));
        }
        String licenceClass = posted.getOrDefault("codeClass", "");
        if (!licenceClass.matches("[A-E*]")) {
            errors.put("codeClass", messages.text(locale, "transport.wrong.code"));
        }
        String reference = posted.getOrDefault("codeReference", "").strip();
        if (reference.isEmpty() || reference.length() > LONGEST) {
            errors.put("codeReference", messages.text(locale, "transport.wrong.reference"));
        }
        Instant from = Instants.parse(posted.getOrDefault("codeFrom", ""))
                .filter(at -> !at.isAfter(clock.instant()))
                .orElse(null);
        if (from == null) {
            errors.put("codeFrom", messages.text(locale, "transport.wrong.from"));
        }
        String typed = posted.getOrDefault("codeUntil", "").strip();
        Instant until = Instants.parse(typed)
                .filter(at -> from != null && at.isAfter(from))
                .orElse(null);
        if (!typed.isEmpty() && until == null) {
            errors.put("codeUntil", messages.text(locale, "transport.wrong.until"));
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        String why =
                RegisterController.why(Map.of("why", posted.getOrDefault("codeWhy", "")), reasons, messages, locale);
        reasons.values().forEach(wrong -> errors.put("codeWhy", wrong));
        if (!errors.isEmpty() || code == null || from == null) {
            return page.page(driver, driver.grouped(), posted, errors);
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
        Map<String, String> errors = new LinkedHashMap<>();
        String why = RegisterController.why(posted, errors, messages, locale);
        if (!errors.isEmpty()) {
            return page.page(driver, driver.grouped(), Map.of(), errors);
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
