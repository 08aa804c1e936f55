package bz.ceiba.systems.portal;

import bz.ceiba.platform.access.ActingFor;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.ActorNames;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.EntryProofs;
import bz.ceiba.platform.audit.Excerpt;
import bz.ceiba.platform.audit.UseFilter;
import bz.ceiba.platform.audit.UseKind;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Delays;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Who has used my identity and looked at my data: each sign-in, service and office, each refusal, and who acts for whom; by whom, for
 * what and under which agreement.
 */
@Controller
class DisclosuresController {
    private static final int MONTHS = 24;
    private static final int LONGEST_TEXT = 100;
    /** As in 2026-11; of years with more figures than four neither calendar nor database knows. */
    private static final int YEAR_AND_MONTH = 7;

    private final Disclosures disclosures;
    private final EntryProofs proofs;
    private final Agreements agreements;
    private final Delays delays;
    private final Services services;
    private final Country country;
    private final ObjectProvider<ActorNames> names;
    private final ActingFor acting;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    DisclosuresController(
            Disclosures disclosures,
            EntryProofs proofs,
            Agreements agreements,
            Delays delays,
            Services services,
            Country country,
            ObjectProvider<ActorNames> names,
            ActingFor acting,
            Audit audit,
            Messages messages,
            Clock clock) {
        this.disclosures = disclosures;
        this.proofs = proofs;
        this.agreements = agreements;
        this.delays = delays;
        this.services = services;
        this.country = country;
        this.names = names;
        this.acting = acting;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/portal/disclosures")
    Html disclosures(
            Actor actor,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String month,
            @RequestParam(defaultValue = "") String agency,
            @RequestParam(defaultValue = "") String text,
            Locale locale) {
        int shown = Math.max(page, 1);
        UseKind chosen = UseKind.of(kind).orElse(null);
        YearMonth in = month(month);
        String typed = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "disclosures")));
        // Whoever acts for another reads that one's log, not what that one did for third people.
        List<PersonNumber> others = actor.actingFor() == null ? acting.ever(actor.person()) : List.of();
        UseFilter filter = new UseFilter(
                chosen,
                in == null ? null : in.atDay(1),
                in == null ? null : in.atEndOfMonth(),
                agency.isEmpty() ? null : agency,
                typed.isBlank() ? null : new UseSearch(agreements, services, country, messages, locale).words(typed));
        Excerpt excerpt = disclosures.uses(actor.subject(), others, filter, shown - 1);
        return Html.of("portal/disclosures")
                .with("excerpt", excerpt)
                .with("delayed", delays.delayed(excerpt.entries()))
                .with("words", new DisclosureWords(agreements, services, country, names, actor.subject()))
                .with("number", shown)
                .with("kind", chosen == null ? "" : chosen.id())
                .with("month", in == null ? "" : in.toString())
                .with("agency", agency)
                .with("text", typed)
                .with("agencies", agencies(actor.subject(), agency, locale))
                .with("kinds", kinds(locale))
                .with("months", months(locale));
    }

    /** A proof that an entry about him is in the log, to be verified by anybody. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/portal/disclosures/{number}/proof")
    ResponseEntity<String> proof(Actor actor, @PathVariable long number) {
        String proof = proofs.of(actor.subject(), number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "audit.problem.no-entry"));
        audit.record(
                actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "proof", "entry", Long.toString(number))));
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"entry-" + number + ".tlog-proof\"")
                .body(proof);
    }

    private static @Nullable YearMonth month(String typed) {
        try {
            return typed.length() == YEAR_AND_MONTH ? YearMonth.parse(typed) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Those in his log, and the one he chose. */
    private List<Option> agencies(PersonNumber person, String chosen, Locale locale) {
        List<String> there = disclosures.agencies(person);
        return Stream.concat(
                        Stream.of(new Option("", messages.text(locale, "audit.uses.all-agencies"))),
                        country.agencies().stream()
                                .filter(agency -> there.contains(agency.id())
                                        || agency.id().equals(chosen))
                                .map(agency ->
                                        new Option(agency.id(), agency.name().in(locale)))
                                .sorted(Comparator.comparing(Option::label)))
                .toList();
    }

    private List<Option> kinds(Locale locale) {
        List<Option> kinds = new ArrayList<>(List.of(new Option("", messages.text(locale, "audit.uses.all"))));
        for (UseKind kind : UseKind.values()) {
            kinds.add(new Option(kind.id(), messages.text(locale, "audit.uses.kind." + kind.id())));
        }
        return kinds;
    }

    private List<Option> months(Locale locale) {
        DateTimeFormatter words = DateTimeFormatter.ofPattern("LLLL yyyy", locale);
        YearMonth now = YearMonth.from(Country.today(clock));
        List<Option> months = new ArrayList<>(List.of(new Option("", messages.text(locale, "audit.uses.any-month"))));
        for (int i = 0; i < MONTHS; i++) {
            YearMonth month = now.minusMonths(i);
            months.add(new Option(month.toString(), words.format(month)));
        }
        return months;
    }
}
