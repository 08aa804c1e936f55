package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/**
 * After an officer's approval: makes the entry. Number, entry, the case's step and what the register of people is to be told commit
 * together or not at all.
 */
@Component
@EffectName("civilregistry.register")
class RegisterEntry implements CaseEffect {
    static final String AGENCY = "vital-statistics";

    private static final Set<String> APPROVALS = Set.of("register", "register-late", "register-delayed");

    private final Entries entries;
    private final NumberChecks checks;
    private final Notifications notifications;
    private final Candidates candidates;
    private final RulesOfEvents rules;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RegisterEntry(
            Entries entries,
            NumberChecks checks,
            Notifications notifications,
            Candidates candidates,
            RulesOfEvents rules,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.entries = entries;
        this.checks = checks;
        this.notifications = notifications;
        this.candidates = candidates;
        this.rules = rules;
        this.cases = cases;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void run(CaseFile file) {
        transaction.executeWithoutResult(status -> register(file));
    }

    private void register(CaseFile seen) {
        entries.lock();
        CaseFile file = cases.find(seen.number()).orElseThrow();
        if (!file.state().equals("approved")) {
            return;
        }
        VitalEvent event = VitalEvent.ofService(file.service()).orElseThrow();
        EventRules law = rules.of(event);
        Facts written = checks.trusted(file.number(), Facts.ofForm(file.form()));
        List<Notifications.Notified> notified = notifications.of(
                event, written, file.form().path("notification").asString(""));
        Facts facts = law.applied(file, written, notified);
        // Since the officer looked another entry may have been made: what nobody has decided on is never entered in
        // silence.
        candidates.find(file.number(), event, facts, notified);
        ObjectNode noted = candidates.facts(file.number(), notified);
        boolean ready = law.ready(file, facts, noted);
        if (!ready
                || noted.path("undecided").asInt() > 0
                || noted.path("duplicates").asInt() > 0) {
            cases.advance(file.number(), "found-more", noted);
            return;
        }
        Entries.New entry = entry(file, facts);
        Reference reference = entries.register(
                entry, LocalDate.ofInstant(entry.at(), Country.ZONE).getYear());
        notified.forEach(one -> notifications.link(one, reference));
        noted.put("entry", reference.text());
        logged(file, entry, reference);
        cases.advance(
                file.number(), law.registered(file, entries.find(reference).orElseThrow()), noted);
    }

    private Entries.New entry(CaseFile file, Facts facts) {
        CaseEvent approval = cases.last(file.number(), APPROVALS)
                .orElseThrow(() -> new IllegalStateException(file.number() + " was not approved"));
        Optional<CaseEvent> proposal = approval.transition().equals("register-delayed")
                ? cases.last(file.number(), List.of("propose"))
                : Optional.empty();
        CaseEvent told = proposal.orElse(approval);
        Instant now = clock.instant();
        return new Entries.New(
                Kind.of(file.form().path("kind").asString("")).orElseThrow(),
                Timing.valueOf(file.facts().path("timing").asString("").toUpperCase(java.util.Locale.ROOT)),
                facts.with(Field.INFORMANT_NAME, file.personName())
                        .with(Field.INFORMANT_NUMBER, file.person().digits())
                        .with(Field.LANGUAGE, file.language())
                        .with(Field.EVIDENCE, told.input().path("evidence").asString("")),
                file.number(),
                now,
                approval.actor(),
                approval.actorName(),
                proposal.map(CaseEvent::actor).orElse(null),
                proposal.map(CaseEvent::actorName).orElse(null));
    }

    /** Whoever is in it reads in his log that he was entered, whoever applied. */
    private void logged(CaseFile file, Entries.New entry, Reference reference) {
        Map<String, String> detail = Map.of("record", reference.text(), "change", "registered");
        AuditEvent event = AuditEvent.REGISTER_CHANGED;
        if (entry.facts().persons().isEmpty()) {
            audit.record(new AuditEntry(
                    event, entry.by(), entry.byName(), AGENCY, null, file.number(), file.service(), detail));
        }
        entry.facts()
                .persons()
                .forEach(person -> audit.record(new AuditEntry(
                        event, entry.by(), entry.byName(), AGENCY, person, file.number(), file.service(), detail)));
    }
}
