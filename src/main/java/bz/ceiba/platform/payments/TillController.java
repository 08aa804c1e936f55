package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Country.Town;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where cashiers open, count and close their tills, and supervisors confirm what differs. */
@Controller
class TillController {
    private final Tills tills;
    private final TillDesk desk;
    private final List<Long> denominations;
    private final Money mostFloat;
    private final Country country;
    private final Messages messages;
    private final Audit audit;

    TillController(
            Tills tills, TillDesk desk, PaymentsSettings settings, Country country, Messages messages, Audit audit) {
        this.tills = tills;
        this.desk = desk;
        this.denominations = settings.denominations();
        this.mostFloat = Money.ofCents(settings.tillFloatUpTo());
        this.country = country;
        this.messages = messages;
        this.audit = audit;
    }

    @Allows(
            roles = {Role.CASHIER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TILL_READ)
    @GetMapping("/payments/tills")
    Html list(Actor actor, Locale locale) {
        return list("", "", Map.of(), actor, locale);
    }

    private Html list(String office, String opening, Map<String, String> errors, Actor actor, Locale locale) {
        read(actor, "tills");
        List<Option> offices = new ArrayList<>();
        offices.add(new Option("", messages.text(locale, "payments.tills.choose")));
        towns().forEach(town -> offices.add(new Option(town.id(), town.name())));
        List<String> supervised = actor.roles().stream()
                .filter(appointment -> appointment.role() == Role.SUPERVISOR)
                .map(Actor.Appointment::agency)
                .toList();
        return Html.of("payments/tills")
                .with("cashier", actor.agencyAs(Role.CASHIER).isPresent())
                .with("mine", tills.of(actor.number()).orElse(null))
                .with("own", tills.lastOf(actor.number()))
                .with("supervisor", !supervised.isEmpty())
                .with("agency", tills.lastIn(supervised))
                .with("offices", offices)
                .with("office", office)
                .with("opening", opening)
                .errors(errors);
    }

    private Stream<Town> towns() {
        return country.districts().stream().flatMap(district -> district.towns().stream());
    }

    private void read(Actor actor, String page) {
        String agency = actor.agencyAs(Role.CASHIER)
                .or(() -> actor.agencyAs(Role.SUPERVISOR))
                .orElseThrow();
        audit.record(actor.doesFor(agency, AuditEvent.TILL_READ, Map.of("page", page)));
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.TILL_OPENED)
    @PostMapping("/payments/tills")
    Object open(
            @RequestParam(defaultValue = "") String office,
            @RequestParam(defaultValue = "") String opening,
            Actor actor,
            Locale locale) {
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<Town> town = towns().filter(known -> known.id().equals(office)).findFirst();
        if (town.isEmpty()) {
            errors.put("office", messages.text(locale, "payments.tills.no-office"));
        }
        Optional<Money> amount = Money.parse(opening);
        if (amount.isEmpty()) {
            errors.put("opening", messages.text(locale, "payments.tills.no-amount"));
        } else if (amount.get().compareTo(mostFloat) > 0) {
            errors.put("opening", messages.text(locale, "payments.tills.float-too-large", mostFloat));
        }
        if (!errors.isEmpty()) {
            return list(office, opening, errors, actor, locale);
        }
        desk.open(actor, town.orElseThrow().name(), amount.orElseThrow());
        return "redirect:/payments/counter";
    }

    @Allows(
            roles = {Role.CASHIER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TILL_READ)
    @GetMapping("/payments/tills/{number}")
    Html show(@PathVariable long number, Actor actor) {
        return page(number, "", CashCount.of(denominations, Map.of()), Map.of(), actor);
    }

    private Html page(long number, String counted, CashCount cash, Map<String, String> errors, Actor actor) {
        Till till = tills.find(number)
                .filter(found -> TillDesk.isClerk(actor, found) || TillDesk.maySupervise(actor, found))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-such-till"));
        read(actor, "till " + number);
        return Html.of("payments/till")
                .with("till", till)
                .with("agency", country.nameOf(till.agency()))
                .with("mine", TillDesk.isClerk(actor, till))
                .with("counted", counted)
                .with("cash", cash)
                .errors(errors);
    }

    /**
     * Takes the count: the total, or how many there are of each note and coin, or both if they agree.
     *
     * @param add whether only to add up
     */
    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.TILL_COUNTED)
    @PostMapping("/payments/tills/{number}/count")
    Object count(
            @PathVariable long number,
            @RequestParam(defaultValue = "") String counted,
            @RequestParam(defaultValue = "false") boolean add,
            @RequestParam Map<String, String> form,
            Actor actor,
            Locale locale) {
        CashCount cash = CashCount.of(denominations, form);
        Map<String, String> errors = new LinkedHashMap<>();
        cash.rows().stream()
                .filter(CashCount.Row::isWrong)
                .forEach(row -> errors.put(
                        row.field(), messages.text(locale, "payments.till.denomination-wrong", row.value())));
        if (!errors.isEmpty()) {
            return page(number, counted, cash, errors, actor);
        }
        Optional<Money> sum = cash.total();
        if (add) {
            return page(number, sum.map(Money::toString).orElse(counted), cash, errors, actor);
        }
        Optional<Money> amount = counted.isBlank() ? sum : Money.parse(counted);
        if (amount.isEmpty()) {
            errors.put("counted", messages.text(locale, "payments.tills.no-amount"));
        } else if (sum.isPresent() && !sum.equals(amount)) {
            errors.put("counted", messages.text(locale, "payments.till.count-differs", sum.get()));
        }
        if (!errors.isEmpty()) {
            return page(number, counted, cash, errors, actor);
        }
        desk.count(number, amount.orElseThrow(), actor);
        return "redirect:/payments/tills/" + number;
    }

    /** {@code seen} is the count that the supervisor saw, in cents. */
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.TILL_CONFIRMED)
    @PostMapping("/payments/tills/{number}/decide")
    String decide(
            @PathVariable long number,
            @RequestParam long seen,
            @RequestParam(defaultValue = "false") boolean confirm,
            Actor actor) {
        desk.decide(number, confirm, Money.ofCents(seen), actor);
        return "redirect:/payments/tills/" + number;
    }
}
