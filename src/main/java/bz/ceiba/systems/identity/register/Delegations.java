package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.MandateRows.End;
import bz.ceiba.systems.identity.register.MandateRows.Row;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A citizen lets somebody act for him, in chosen matters until a day. It holds when the other one has said yes, and ends when either of
 * them wants: whoever acts is asked with each request whether he still may, so on all processes at once.
 */
@Component
public class Delegations {
    /** So far ahead may the last day lie. */
    static final int MOST_YEARS = 2;

    private static final int OFFERS = 10;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_AT_ONCE = 500;

    private final MandateRows rows;
    private final Companies companies;
    private final People people;
    private final RateLimits limits;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    Delegations(
            MandateRows rows,
            Companies companies,
            People people,
            RateLimits limits,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.rows = rows;
        this.companies = companies;
        this.people = people;
        this.limits = limits;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** What becomes of an offer. */
    enum Offered {
        ASKED,
        /** No living adult has this number and family name. */
        NOBODY,
        /** There is one between the two already. */
        THERE_IS_ONE
    }

    /**
     * Asks somebody to act for the giver. Number and family name must fit, so that a slip of the finger reaches nobody and nobody learns
     * whose a number is.
     *
     * @param in the matters; empty for everything
     * @throws Problem TOO_MANY; FORBIDDEN when the giver is a minor
     */
    @Transactional
    Offered offer(Actor giver, PersonNumber to, String family, Set<Matter> in, LocalDate lastDay) {
        limits.count("delegate:" + giver.number(), OFFERS, DAY);
        Person self = people.find(giver.person()).orElseThrow();
        if (!isAdult(self)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.delegation-minor");
        }
        Optional<Person> found = people.find(to)
                .filter(person -> person.status() == Person.Status.ACTIVE && isAdult(person))
                .filter(person -> !person.number().equals(giver.person()))
                .filter(person -> plain(person.family()).equals(plain(family)));
        if (found.isEmpty()) {
            return Offered.NOBODY;
        }
        if (!rows.offer(giver.person(), to, in, Country.today(clock), lastDay.plusDays(1))) {
            return Offered.THERE_IS_ONE;
        }
        record(AuditEvent.REPRESENTATION_OFFERED, giver, giver.person(), to);
        tell(found.get(), giver.name(), "identity.notice.delegation-offered");
        return Offered.ASKED;
    }

    private boolean isAdult(Person person) {
        return !Majority.of(person.birthDate()).isAfter(Country.today(clock));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    /** The one who was asked says yes. */
    @Transactional
    void accept(Actor actor, UUID id) {
        Row row = waiting(actor, id);
        rows.accept(id);
        record(AuditEvent.REPRESENTATION_GIVEN, actor, row.represented(), row.actor());
        people.find(row.represented())
                .ifPresent(giver -> tell(giver, actor.name(), "identity.notice.delegation-accepted"));
    }

    /** Or no. */
    @Transactional
    void decline(Actor actor, UUID id) {
        Row row = waiting(actor, id);
        rows.end(id, End.DECLINED);
        record(AuditEvent.REPRESENTATION_ENDED, actor, row.represented(), row.actor());
        people.find(row.represented())
                .ifPresent(giver -> tell(giver, actor.name(), "identity.notice.delegation-declined"));
    }

    private Row waiting(Actor actor, UUID id) {
        return rows.lock(id)
                .filter(row -> row.isDelegation() && row.actor().equals(actor.person()) && row.acceptedAt() == null)
                .filter(this::hasDays)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "identity.problem.no-delegation"));
    }

    private boolean hasDays(Row row) {
        LocalDate until = row.until();
        return until == null || until.isAfter(Country.today(clock));
    }

    /** Either of the two ends it, for good. */
    @Transactional
    public void end(Actor actor, UUID id) {
        Row row = rows.lock(id)
                .filter(Row::isDelegation)
                .filter(one -> one.represented().equals(actor.person())
                        || (one.actor().equals(actor.person()) && one.acceptedAt() != null))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "identity.problem.no-delegation"));
        boolean giver = row.represented().equals(actor.person());
        rows.end(id, giver ? End.WITHDRAWN : End.GIVEN_UP);
        record(AuditEvent.REPRESENTATION_ENDED, actor, row.represented(), row.actor());
        people.find(giver ? row.actor() : row.represented())
                .ifPresent(other -> tell(other, actor.name(), "identity.notice.delegation-over"));
    }

    /** Ends what somebody who died or whose number ended gave and was given, offices too; the others are told. */
    void endOf(Person person, End why) {
        rows.open(person.number()).forEach(row -> ended(row, why));
    }

    /** Ends what two whose marriage ended gave one another; both are told. */
    void endBetween(PersonNumber one, PersonNumber other) {
        rows.open(one).stream()
                .filter(Row::isDelegation)
                .filter(row -> row.actor().equals(other) || row.represented().equals(other))
                .forEach(row -> ended(row, End.DIVORCE));
    }

    /** Ends those whose last day is over, at most 500, in one transaction; answers how many. */
    @Transactional
    public int endDue() {
        List<Row> due = rows.due(Country.today(clock), MOST_AT_ONCE);
        due.forEach(row -> ended(row, End.TIME));
        return due.size();
    }

    private void ended(Row row, End why) {
        rows.end(row.id(), why);
        audit.record(AuditEntry.bySystem(
                AuditEvent.REPRESENTATION_ENDED,
                row.represented(),
                null,
                Map.of("actor", row.actor().digits(), "why", why.name())));
        Optional<Person> actor = people.find(row.actor());
        Optional<Person> giver = people.find(row.represented());
        String actorName = actor.map(Person::name).orElse("");
        String representedName = giver.map(Person::name)
                .or(() -> companies.find(row.represented()).map(Companies.Company::name))
                .orElse("");
        actor.ifPresent(person -> tell(person, representedName, "identity.notice.delegation-over"));
        giver.ifPresent(person -> tell(person, actorName, "identity.notice.delegation-over"));
    }

    /** All that a person gave and was given. */
    List<Row> of(PersonNumber person) {
        return rows.delegations(person);
    }

    private void record(AuditEvent event, Actor by, PersonNumber represented, PersonNumber actor) {
        audit.record(new AuditEntry(
                event, by.number(), by.name(), null, represented, null, null, Map.of("actor", actor.digits())));
    }

    private void tell(Person to, String other, String template) {
        if (to.status() == Person.Status.ACTIVE) {
            notices.send(new Notice(
                    "mandate/" + UUID.randomUUID(),
                    to.number(),
                    template,
                    Map.of("name", to.name(), "other", other),
                    null));
        }
    }
}
