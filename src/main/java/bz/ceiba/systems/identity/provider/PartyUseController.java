package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Shows owners what their service did each day, how much it may, and what it costs. */
@Controller
class PartyUseController {
    private static final int MONTHS = 12;
    private static final int DAYS = 31;

    private final OwnedParties parties;
    private final PartyUse use;
    private final ToldProofs proofs;
    private final Audit audit;
    private final Clock clock;

    PartyUseController(OwnedParties parties, PartyUse use, ToldProofs proofs, Audit audit, Clock clock) {
        this.parties = parties;
        this.use = use;
        this.proofs = proofs;
        this.audit = audit;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PartiesController.PATH + "/{client}/use")
    Html show(@PathVariable String client, Actor actor) {
        PartyUsePage page = page(client, actor);
        LocalDate from = Country.today(clock).minusDays(DAYS);
        return Html.of("identity/party-use")
                .with(
                        "use",
                        new PartyUsePage(
                                page.client(),
                                page.name(),
                                page.quotas(),
                                page.days().stream()
                                        .filter(row -> row.day().isAfter(from))
                                        .toList(),
                                page.months()));
    }

    /** A year of days as CSV (RFC 4180). */
    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PartiesController.PATH + "/{client}/use.csv")
    ResponseEntity<byte[]> csv(@PathVariable String client, Actor actor) {
        PartyUsePage page = page(client, actor);
        Csv csv = new Csv().line("day", "sign_ins", "refused", "tokens", "userinfo", "verified", "price_bzd_cents");
        page.days().forEach(row -> {
            List<Object> line = new ArrayList<>(List.of(row.day()));
            line.addAll(row.counts());
            line.add(row.price().cents());
            csv.line(line.toArray());
        });
        return csv.as("use-" + client + ".csv");
    }

    private PartyUsePage page(String client, Actor actor) {
        PartiesController.requireHimself(actor);
        Party party = parties.find(client, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "party-use")));
        LocalDate from = Country.today(clock).withDayOfMonth(1).minusMonths(MONTHS - 1L);
        Map<LocalDate, Map<PartyUse.Kind, Long>> did = use.of(client, from);
        Map<LocalDate, ToldProofs.Cost> costs = proofs.costs(client, from);
        TreeSet<LocalDate> days = new TreeSet<>(Comparator.reverseOrder());
        days.addAll(did.keySet());
        days.addAll(costs.keySet());
        TreeMap<LocalDate, ToldProofs.Cost> months = new TreeMap<>(Comparator.reverseOrder());
        costs.forEach((day, cost) -> months.merge(
                day.withDayOfMonth(1),
                cost,
                (one, other) -> new ToldProofs.Cost(one.answers() + other.answers(), one.cents() + other.cents())));
        Map<PartyUse.Kind, Integer> quotas = use.quotas(client);
        return new PartyUsePage(
                client,
                party.terms().name(),
                Arrays.stream(PartyUse.Kind.values())
                        .map(kind -> new PartyUsePage.Quota(kind.name(), quotas.get(kind)))
                        .toList(),
                days.stream()
                        .map(day -> row(day, did.getOrDefault(day, Map.of()), costs.get(day)))
                        .toList(),
                months.entrySet().stream()
                        .map(month -> new PartyUsePage.Month(
                                month.getKey(),
                                month.getValue().answers(),
                                new Money(month.getValue().cents())))
                        .toList());
    }

    /** Answers with a price are counted by their rows, which are exact. */
    private static PartyUsePage.Row row(LocalDate day, Map<PartyUse.Kind, Long> did, ToldProofs.@Nullable Cost cost) {
        List<Long> counts = Arrays.stream(PartyUse.Kind.values())
                .map(kind -> kind == PartyUse.Kind.VERIFIED
                        ? Long.valueOf(cost == null ? 0 : cost.answers())
                        : did.getOrDefault(kind, 0L))
                .toList();
        return new PartyUsePage.Row(day, counts, new Money(cost == null ? 0 : cost.cents()));
    }
}
