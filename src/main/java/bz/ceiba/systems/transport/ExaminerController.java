package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** An examiner's calendar: the practical tests that he offers, who comes, and who passed. */
@Controller
class ExaminerController {
    static final String PATH = "/transport/calendar";
    static final List<String> MINUTES = List.of("30", "45", "60");
    private static final Duration BACK = Duration.ofDays(7);
    private static final Duration AHEAD = Duration.ofDays(90);
    private static final int LONGEST = 500;
    private static final int MOST = 24;

    private final PracticalTests tests;
    private final Country country;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;
    private final DrivingRules rules = DrivingRules.load();

    ExaminerController(PracticalTests tests, Country country, Audit audit, Messages messages, Clock clock) {
        this.tests = tests;
        this.country = country;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    private Map<String, DrivingRules.LicenceClass> classes() {
        return rules.on(Country.today(clock)).classes();
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html calendar(Actor actor) {
        TransportNavigation.requireDesk(actor);
        return page(actor, Map.of(), Map.of());
    }

    private Html page(Actor actor, Map<String, String> values, Map<String, String> errors) {
        audit.record(actor.doesFor(
                RegisterController.AGENCY, AuditEvent.REGISTER_READ, Map.of("record", "practical-tests")));
        return Html.of("transport/calendar")
                .with("tests", tests.of(actor, clock.instant().minus(BACK)))
                .with("now", clock.instant())
                .with("districts", country.districts())
                .with("classes", new TreeSet<>(classes().keySet()))
                .with("lengths", MINUTES)
                .with("values", values)
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH)
    Object offer(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        Typed typed = DeskForms.typed(posted, messages, locale);
        Country.District centre = typed.read("centre", country::district, "centre");
        Map<String, DrivingRules.LicenceClass> classes = classes();
        String licenceClass = typed.one("licenceClass", classes.keySet(), "class");
        Instant now = clock.instant();
        Instant from = typed.read(
                "from",
                text -> Instants.parse(text).filter(at -> at.isAfter(now) && at.isBefore(now.plus(AHEAD))),
                "ahead");
        String minutes = typed.one("minutes", MINUTES, "minutes");
        Integer count = typed.number("count", 1, MOST, "count");
        if (centre == null || from == null || count == null || !typed.isRight()) {
            return page(actor, posted, typed.errors());
        }
        tests.offer(actor, centre.id(), licenceClass, from, Duration.ofMinutes(Long.parseLong(minutes)), count);
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{id}")
    Object result(@PathVariable long id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        String remarks = posted.getOrDefault("remarks", "").strip();
        PracticalTest.Result result = Arrays.stream(PracticalTest.Result.values())
                .filter(one -> one.name().equals(posted.getOrDefault("result", "")))
                .findFirst()
                .orElse(null);
        if (result == null
                || remarks.length() > LONGEST
                || (result == PracticalTest.Result.FAILED && remarks.isEmpty())) {
            return page(actor, Map.of(), Map.of("remarks-" + id, messages.text(locale, "transport.wrong.remarks")));
        }
        tests.result(
                actor, id, result, remarks, posted.getOrDefault("automatic", "").equals("true"));
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{id}/off")
    String callOff(@PathVariable long id, Actor actor) {
        TransportNavigation.requireDesk(actor);
        tests.callOff(actor, id);
        return "redirect:" + PATH;
    }
}
