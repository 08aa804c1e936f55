package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Leave: an officer names who stands in for him. */
@Controller
class DelegationController {
    private final Delegations delegations;
    private final Officers officers;
    private final Messages messages;

    DelegationController(Delegations delegations, Officers officers, Messages messages) {
        this.delegations = delegations;
        this.officers = officers;
        this.messages = messages;
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DELEGATION_GIVEN)
    @GetMapping("/cases/leave")
    Html show(Actor actor) {
        return page(actor, Map.of(), Map.of());
    }

    private Html page(Actor actor, Map<String, String> typed, Map<String, String> errors) {
        return Html.of("cases/leave")
                .with("given", delegations.of(actor.person()))
                .with(
                        "colleagues",
                        officers.of(agency(actor), Role.OFFICER).stream()
                                .filter(o -> !o.person().equals(actor.person()))
                                .toList())
                .with("typed", typed)
                .with("errors", errors);
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DELEGATION_GIVEN)
    @PostMapping("/cases/leave")
    Object name(@RequestParam Map<String, String> typed, Actor actor, Locale locale) {
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<PersonNumber> delegate = person(typed.getOrDefault("delegate", ""));
        Optional<LocalDate> from = day(typed, "from");
        Optional<LocalDate> to = day(typed, "to");
        if (delegate.isEmpty()) {
            errors.put("delegate", messages.text(locale, "cases.delegation.delegate.wrong"));
        }
        if (from.isEmpty()) {
            errors.put("from", messages.text(locale, "cases.delegation.from.wrong"));
        }
        if (to.isEmpty()) {
            errors.put("to", messages.text(locale, "cases.delegation.to.wrong"));
        }
        if (errors.isEmpty()) {
            try {
                delegations.name(actor, agency(actor), delegate.orElseThrow(), from.orElseThrow(), to.orElseThrow());
                return "redirect:/cases/leave";
            } catch (Problem problem) {
                problem.fields().forEach(f -> errors.put(f.field(), messages.text(locale, f.message())));
            }
        }
        return page(actor, typed, errors).status(422);
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DELEGATION_ENDED)
    @PostMapping("/cases/leave/{id}/end")
    String end(@PathVariable UUID id, Actor actor) {
        delegations.end(actor, agency(actor), id);
        return "redirect:/cases/leave";
    }

    private static Optional<PersonNumber> person(String digits) {
        try {
            return Optional.of(new PersonNumber(digits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(Map<String, String> typed, String name) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(typed.getOrDefault(name + ".year", "").strip()),
                    Integer.parseInt(typed.getOrDefault(name + ".month", "").strip()),
                    Integer.parseInt(typed.getOrDefault(name + ".day", "").strip())));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String agency(Actor actor) {
        return actor.agencyAs(Role.OFFICER).orElseThrow();
    }
}
