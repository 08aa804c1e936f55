package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.MandateWords;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.systems.identity.register.MandateRows.Row;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Letting somebody act for oneself, answering who asks, and ending it. */
@Controller
class DelegationController {
    private static final String PATH = "/identity/delegations";
    private static final String EVERYTHING = "everything";
    private static final String SOME = "some";

    private final Delegations delegations;
    private final People people;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    DelegationController(Delegations delegations, People people, Audit audit, Messages messages, Clock clock) {
        this.delegations = delegations;
        this.people = people;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html list(@RequestParam(defaultValue = "false") boolean asked, Actor actor, Locale locale) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "delegations")));
        List<Row> all = delegations.of(actor.person());
        return Html.of("identity/delegations")
                .with(
                        "delegations",
                        new DelegationPage(
                                all.stream()
                                        .filter(row -> row.represented().equals(actor.person()))
                                        .map(row -> line(row, row.actor(), locale))
                                        .toList(),
                                all.stream()
                                        .filter(row -> row.actor().equals(actor.person()))
                                        .filter(row -> row.acceptedAt() != null || row.ended() == null)
                                        .map(row -> line(row, row.represented(), locale))
                                        .toList()))
                .with("asked", asked);
    }

    private DelegationPage.Line line(Row row, PersonNumber other, Locale locale) {
        LocalDate until = row.until();
        boolean over = row.ended() != null || (until != null && !until.isAfter(Country.today(clock)));
        return new DelegationPage.Line(
                row.id(),
                people.find(other).map(Person::name).orElse(""),
                row.limits().isEmpty()
                        ? messages.text(locale, "identity.delegation.everything")
                        : MandateWords.matters(row.limits(), messages, locale),
                until == null ? null : until.minusDays(1),
                row.acceptedAt() == null && !over,
                over ? Optional.ofNullable(row.endedAt()).orElse(clock.instant()) : null);
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.REPRESENTATION_OFFERED)
    @GetMapping(PATH + "/new")
    Html form(Locale locale) {
        return form(Map.of(), Map.of(), locale);
    }

    private Html form(Map<String, String> typed, Map<String, String> errors, Locale locale) {
        return Html.of("identity/delegation-new")
                .with("typed", typed)
                .with("errors", errors)
                .with(
                        "scopes",
                        List.of(
                                new Option(SOME, messages.text(locale, "identity.delegation.some")),
                                new Option(EVERYTHING, messages.text(locale, "identity.delegation.scope.all"))))
                .with(
                        "matters",
                        Arrays.stream(Matter.values())
                                .filter(Matter::isLimit)
                                .map(matter ->
                                        new Option(matter.id(), messages.text(locale, "access.matter." + matter.id())))
                                .toList());
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.REPRESENTATION_OFFERED)
    @PostMapping(PATH + "/new")
    Object offer(@RequestParam Map<String, String> typed, Actor actor, Locale locale) {
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<PersonNumber> number = PersonNumber.parse(typed.getOrDefault("number", ""));
        String family = typed.getOrDefault("family", "");
        if (number.isEmpty()) {
            errors.put("number", messages.text(locale, "identity.delegation.number.wrong"));
        } else if (number.get().equals(actor.person())) {
            errors.put("number", messages.text(locale, "identity.delegation.number.own"));
        }
        if (family.isBlank()) {
            errors.put("family", messages.text(locale, "identity.delegation.family.missing"));
        }
        Set<Matter> chosen = matters(typed);
        String scope = typed.getOrDefault("scope", "");
        if (!scope.equals(EVERYTHING) && (!scope.equals(SOME) || chosen.isEmpty())) {
            errors.put("scope", messages.text(locale, "identity.delegation.scope.missing"));
        }
        Optional<LocalDate> lastDay = lastDay(typed);
        if (lastDay.isEmpty()) {
            errors.put("until", messages.text(locale, "identity.delegation.until.wrong", Delegations.MOST_YEARS));
        }
        if (!errors.isEmpty()) {
            return form(typed, errors, locale).status(422);
        }
        Set<Matter> in = scope.equals(EVERYTHING) ? Set.of() : chosen;
        return switch (delegations.offer(actor, number.orElseThrow(), family, in, lastDay.orElseThrow())) {
            case ASKED -> "redirect:" + PATH + "?asked=true";
            case NOBODY -> refused(typed, "identity.delegation.nobody", locale);
            case THERE_IS_ONE -> refused(typed, "identity.delegation.there-is-one", locale);
        };
    }

    private Html refused(Map<String, String> typed, String message, Locale locale) {
        return form(typed, Map.of("number", messages.text(locale, message)), locale)
                .status(422);
    }

    private static Set<Matter> matters(Map<String, String> typed) {
        Set<Matter> chosen = EnumSet.noneOf(Matter.class);
        for (Matter matter : Matter.values()) {
            if (matter.isLimit() && "true".equals(typed.get("matter-" + matter.id()))) {
                chosen.add(matter);
            }
        }
        return chosen;
    }

    private Optional<LocalDate> lastDay(Map<String, String> typed) {
        try {
            LocalDate day = LocalDate.of(
                    Integer.parseInt(typed.getOrDefault("until.year", "").strip()),
                    Integer.parseInt(typed.getOrDefault("until.month", "").strip()),
                    Integer.parseInt(typed.getOrDefault("until.day", "").strip()));
            return Optional.of(day)
                    .filter(one -> !one.isBefore(Country.today(clock))
                            && !one.isAfter(Country.today(clock).plusYears(Delegations.MOST_YEARS)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.REPRESENTATION_GIVEN)
    @PostMapping(PATH + "/{id}/accept")
    String accept(@PathVariable UUID id, Actor actor) {
        delegations.accept(actor, id);
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.REPRESENTATION_ENDED)
    @PostMapping(PATH + "/{id}/decline")
    String decline(@PathVariable UUID id, Actor actor) {
        delegations.decline(actor, id);
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.REPRESENTATION_ENDED)
    @PostMapping(PATH + "/{id}/end")
    String end(@PathVariable UUID id, Actor actor) {
        delegations.end(actor, id);
        return "redirect:" + PATH;
    }
}
