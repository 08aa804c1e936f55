package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Somebody's driving tests: what he passed, and the practical test that he books. */
@Controller
class PracticalController {
    static final String PATH = "/transport/tests";

    private final PracticalTests practical;
    private final TheoryTests theory;
    private final Drivers drivers;
    private final Country country;
    private final Audit audit;

    PracticalController(PracticalTests practical, TheoryTests theory, Drivers drivers, Country country, Audit audit) {
        this.practical = practical;
        this.theory = theory;
        this.drivers = drivers;
        this.country = country;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html tests(Actor actor) {
        requireSelf(actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "driving-tests")));
        Set<String> classes = learning(actor);
        PracticalTest booked = practical.booked(actor.person()).orElse(null);
        return Html.of("transport/tests")
                .with("passedUntil", theory.passedUntil(actor.person()).orElse(null))
                .with("theory", theory.of(actor.person(), 5))
                .with("rules", theory.bank().rules())
                .with("classes", classes)
                .with("booked", booked)
                .with("late", booked != null && !practical.mayGiveUp(booked))
                .with("free", practical.free(classes))
                .with("districts", country.districts());
    }

    private Set<String> learning(Actor actor) {
        return drivers.entitlements(actor.person()).stream()
                .filter(one -> one.stage() == Stage.LEARNER)
                .map(Entitlement::licenceClass)
                .collect(Collectors.toSet());
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH)
    String book(@RequestParam(defaultValue = "0") long test, Actor actor) {
        requireSelf(actor);
        practical.book(actor, test, learning(actor));
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/give-up")
    String giveUp(Actor actor) {
        requireSelf(actor);
        practical.giveUp(actor);
        return "redirect:" + PATH;
    }

    /** Nobody is tested for somebody else. */
    private static void requireSelf(Actor actor) {
        if (actor.actingFor() != null) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.self");
        }
    }
}
