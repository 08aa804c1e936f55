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
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/**
 * After an officer's approval: makes the entry of a marriage, here as the celebrant notified it. Whether one of them is married already is
 * asked once more in the transaction of the entry.
 */
@Component
@EffectName("civilregistry.register-marriage")
class RegisterMarriage implements CaseEffect {
    private static final List<String> APPROVALS = List.of("register", "recognise");

    /** What the celebrant saw; the form says only what was intended. */
    private static final List<Field> SEEN = List.of(
            Field.MARRIED_ON,
            Field.MARRIED_AT,
            Field.DISTRICT,
            Field.TOWN,
            Field.OFFICIANT,
            Field.WITNESS_ONE,
            Field.WITNESS_TWO,
            Field.CLEARANCE);

    private final Entries entries;
    private final Intentions intentions;
    private final Notifications notifications;
    private final MarriageCheck check;
    private final Tellings tellings;
    private final PublishEvents publish;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RegisterMarriage(
            Entries entries,
            Intentions intentions,
            Notifications notifications,
            MarriageCheck check,
            Tellings tellings,
            PublishEvents publish,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.entries = entries;
        this.intentions = intentions;
        this.notifications = notifications;
        this.check = check;
        this.tellings = tellings;
        this.publish = publish;
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
        Intention intention = intentions.find(file.number()).orElseThrow();
        boolean abroad = file.form().path("kind").asString("").equals("abroad");
        ObjectNode noted = check.register(intention.one(), intention.other());
        if (!noted.path("married").asString("").isEmpty() || isOwn(file, intention)) {
            cases.advance(file.number(), abroad ? "found-more-abroad" : "found-more", noted);
            return;
        }
        Optional<Notifications.Notified> notified = abroad
                ? Optional.empty()
                : intentions.clearance(file.number()).flatMap(one -> notifications.ofClearance(one.document()));
        Facts facts = facts(file, intention, notified.orElse(null), abroad);
        Entries.New entry = entry(file, facts, abroad);
        Reference reference = entries.register(
                entry, LocalDate.ofInstant(entry.at(), Country.ZONE).getYear());
        notified.ifPresent(one -> notifications.link(one, reference));
        noted.put("entry", reference.text());
        logged(file, entry, reference);
        Entry marriage = entries.find(reference).orElseThrow();
        tellings.marriage(marriage);
        publish.marriage(marriage);
        cases.advance(file.number(), "registered", noted);
    }

    /** Nobody enters his own marriage. */
    private boolean isOwn(CaseFile file, Intention intention) {
        return cases.history(file.number()).stream()
                .filter(event -> APPROVALS.contains(event.transition())
                        || event.transition().equals("propose"))
                .anyMatch(event -> intention.isOwn(event.actor()));
    }

    private static Facts facts(
            CaseFile file, Intention intention, Notifications.@Nullable Notified notified, boolean abroad) {
        PersonNumber other = intention.other();
        Facts facts = Facts.ofForm(file.form())
                .with(Field.ONE_NAME, intention.oneName())
                .with(Field.ONE_NUMBER, intention.one().digits())
                .with(Field.OTHER_NUMBER, other == null ? null : other.digits())
                .with(
                        Field.CELEBRANT,
                        abroad ? "abroad" : file.form().path("celebrant").asString(""));
        for (Field field : SEEN) {
            if (notified != null && notified.facts().has(field)) {
                facts = facts.with(field, notified.facts().get(field));
            }
        }
        return facts;
    }

    private Entries.New entry(CaseFile file, Facts facts, boolean abroad) {
        CaseEvent approval = cases.last(file.number(), APPROVALS)
                .orElseThrow(() -> new IllegalStateException(file.number() + " was not approved"));
        Optional<CaseEvent> proposal = abroad ? cases.last(file.number(), List.of("propose")) : Optional.empty();
        CaseEvent told = proposal.orElse(approval);
        Instant now = clock.instant();
        return new Entries.New(
                Kind.MARRIAGE,
                abroad ? Timing.DELAYED : Timing.ORDINARY,
                facts.with(Field.LANGUAGE, file.language())
                        .with(Field.EVIDENCE, told.input().path("evidence").asString("")),
                file.number(),
                now,
                approval.actor(),
                approval.actorName(),
                proposal.map(CaseEvent::actor).orElse(null),
                proposal.map(CaseEvent::actorName).orElse(null));
    }

    private void logged(CaseFile file, Entries.New entry, Reference reference) {
        Map<String, String> detail = Map.of("record", reference.text(), "change", "registered");
        entry.facts()
                .persons()
                .forEach(person -> audit.record(new AuditEntry(
                        AuditEvent.REGISTER_CHANGED,
                        entry.by(),
                        entry.byName(),
                        RegisterEntry.AGENCY,
                        person,
                        file.number(),
                        file.service(),
                        detail)));
    }
}
