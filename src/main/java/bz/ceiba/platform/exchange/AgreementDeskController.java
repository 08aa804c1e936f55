package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.AgreementRecord.Side;
import bz.ceiba.platform.exchange.Agreements.Purpose;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where officers draft, compare, sign and end their agencies' agreements. */
@Controller
class AgreementDeskController {
    private static final int LONGEST_REASON = 300;

    private final AgreementDesk desk;
    private final AgreementRecords records;
    private final Delays delays;
    private final Agreements agreements;
    private final Country country;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    AgreementDeskController(
            AgreementDesk desk,
            AgreementRecords records,
            Delays delays,
            Agreements agreements,
            Country country,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.desk = desk;
        this.records = records;
        this.delays = delays;
        this.agreements = agreements;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    private void read(Actor actor, String agency, Map<String, String> detail) {
        audit.record(actor.doesFor(agency, AuditEvent.AGREEMENTS_READ, detail));
    }

    /** What waits for a signature first, then the newest version of each. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AGREEMENTS_READ)
    @GetMapping("/exchange/desk")
    Html list(Actor actor) {
        List<String> agencies = AgreementDesk.agencies(actor);
        read(actor, agencies.getFirst(), Map.of("page", "desk"));
        List<AgreementRecord> mine = records.of(agencies);
        LocalDate today = Country.today(clock);
        List<String> inForce =
                agreements.inForce(today).stream().map(Agreement::reference).toList();
        return Html.of("exchange/desk")
                .with("country", country)
                .with("delays", delays.isJudge(actor) || delays.agencyOf(actor).isPresent())
                .with(
                        "drafts",
                        mine.stream()
                                .filter(one -> one.state() == AgreementRecord.State.DRAFT)
                                .toList())
                .with(
                        "inForce",
                        mine.stream()
                                .filter(one -> inForce.contains(one.agreement().reference()))
                                .toList());
    }

    /** First who asks what for which purposes; then, when that is known, the rest. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AGREEMENTS_READ)
    @GetMapping("/exchange/desk/draft")
    Html draft(
            @RequestParam(defaultValue = "") String consumer,
            @RequestParam(name = "service", defaultValue = "") String asked,
            @RequestParam(name = "purpose", required = false) List<String> purposes,
            Actor actor,
            Locale locale) {
        read(actor, AgreementDesk.agencies(actor).getFirst(), Map.of("page", "draft"));
        Optional<Service> service = agreements.service(asked);
        if (service.isEmpty() || !isAgency(consumer)) {
            return choose(actor, consumer, asked, locale);
        }
        AgreementDesk.party(actor, consumer, service.get().provider());
        Optional<Agreement> model = desk.model(consumer, asked).map(AgreementRecord::agreement);
        List<String> chosen = purposes != null
                ? purposes
                : model.map(one -> List.copyOf(one.grants().keySet())).orElse(List.of());
        if (chosen.stream().noneMatch(one -> agreements.purpose(one).isPresent())) {
            return choose(actor, consumer, asked, locale);
        }
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        model.ifPresent(one -> DraftForm.fill(typed, one));
        return form(new DraftForm(typed, service.get(), messages, locale), service.get(), consumer, chosen);
    }

    private boolean isAgency(String id) {
        return country.agencies().stream().anyMatch(agency -> agency.id().equals(id));
    }

    private Html choose(Actor actor, String consumer, String service, Locale locale) {
        return Html.of("exchange/choose")
                .with(
                        "consumer",
                        consumer.isEmpty() ? AgreementDesk.agencies(actor).getFirst() : consumer)
                .with("service", service)
                .with("purposes", agreements.catalogue().purposes())
                .with(
                        "consumers",
                        country.agencies().stream()
                                .map(agency ->
                                        new Option(agency.id(), agency.name().in(locale)))
                                .sorted(Comparator.comparing(Option::label))
                                .toList())
                .with(
                        "services",
                        agreements.catalogue().services().stream()
                                .map(one -> new Option(
                                        one.id(),
                                        one.title().in(locale) + " ("
                                                + country.nameOf(one.provider()).in(locale) + ", " + one.id() + ")"))
                                .toList());
    }

    private Html form(DraftForm form, Service service, String consumer, List<String> purposes) {
        List<Purpose> known = purposes.stream()
                .flatMap(one -> agreements.purpose(one).stream())
                .toList();
        return Html.of("exchange/draft")
                .with("form", form)
                .with("service", service)
                .with("consumer", consumer)
                .with("purposes", known)
                .with("catalogue", agreements.catalogue())
                .with("country", country)
                .status(form.errors().isEmpty() ? 200 : 422);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AGREEMENT_DRAFTED)
    @PostMapping("/exchange/desk/draft")
    Object draft(@RequestParam MultiValueMap<String, String> typed, Actor actor, Locale locale) {
        Service service = agreements
                .service(String.valueOf(typed.getFirst("service")))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-service"));
        String consumer = String.valueOf(typed.getFirst("consumer"));
        if (!isAgency(consumer)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-party");
        }
        AgreementDesk.party(actor, consumer, service.provider());
        DraftForm form = new DraftForm(typed, service, messages, locale);
        Optional<Agreement> proposal = form.agreement(agreements, consumer, Country.today(clock));
        if (proposal.isEmpty()) {
            return form(form, service, consumer, typed.getOrDefault("purpose", List.of()));
        }
        return "redirect:" + address(desk.draft(actor, proposal.get()));
    }

    private static String address(Agreement agreement) {
        return "/exchange/desk/" + agreement.id() + "/" + agreement.version();
    }

    /** One version beside the one before it, with what the actor may do about it. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AGREEMENTS_READ)
    @GetMapping("/exchange/desk/{id}/{version}")
    Html show(@PathVariable String id, @PathVariable int version, Actor actor) {
        AgreementRecord record = found(id, version);
        String agency = AgreementDesk.party(
                actor, record.agreement().consumer(), record.agreement().provider());
        read(actor, agency, Map.of("agreement", record.agreement().reference()));
        return page(record, actor, "", Map.of());
    }

    private AgreementRecord found(String id, int version) {
        return records.find(id, version)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-version"));
    }

    private Html page(AgreementRecord record, Actor actor, String reason, Map<String, String> errors) {
        boolean hasSigned =
                record.signatures().stream().anyMatch(one -> one.person().equals(actor.number()));
        List<Side> sides = AgreementDesk.sides(actor, record.agreement());
        return Html.of("exchange/desk-version")
                .with("agreements", agreements)
                .with("country", country)
                .with("version", record)
                .with(
                        "before",
                        records.versions(record.agreement().id()).stream()
                                .filter(one -> one.state() == AgreementRecord.State.SIGNED)
                                .map(AgreementRecord::agreement)
                                .filter(one ->
                                        one.version() < record.agreement().version())
                                .findFirst()
                                .orElse(null))
                .with(
                        "toSign",
                        record.state() == AgreementRecord.State.DRAFT && !hasSigned
                                ? sides.stream()
                                        .filter(side -> record.signature(side).isEmpty())
                                        .toList()
                                : List.of())
                .with("mayEnd", !sides.isEmpty() && record.ending() == null)
                .with("hasSigned", hasSigned)
                .with("reason", reason)
                .errors(errors);
    }

    @Allows(
            roles = {Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AGREEMENT_SIGNED)
    @PostMapping("/exchange/desk/{id}/{version}/sign")
    String sign(
            @PathVariable String id,
            @PathVariable int version,
            @RequestParam(defaultValue = "") String digest,
            @RequestParam(defaultValue = "CONSUMER") Side side,
            Actor actor) {
        desk.sign(actor, id, version, digest, side);
        return "redirect:/exchange/desk/" + id + "/" + version;
    }

    @Allows(
            roles = {Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AGREEMENT_ENDED)
    @PostMapping("/exchange/desk/{id}/{version}/end")
    Object end(
            @PathVariable String id,
            @PathVariable int version,
            @RequestParam(defaultValue = "") String reason,
            Actor actor,
            Locale locale) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            AgreementRecord record = found(id, version);
            AgreementDesk.party(
                    actor, record.agreement().consumer(), record.agreement().provider());
            return page(record, actor, reason, Map.of("reason", messages.text(locale, "exchange.desk.no-reason")));
        }
        desk.end(actor, id, version, reason.strip());
        return "redirect:/exchange/desk/" + id + "/" + version;
    }
}
