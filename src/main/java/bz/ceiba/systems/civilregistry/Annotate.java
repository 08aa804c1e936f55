package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a registrar notes on an entry. The entry stays as it was made; with the annotation commit its audit entries, the end of the
 * certificates that say something else, and what the register of people is to be told.
 */
@Component
class Annotate {
    private final Entries entries;
    private final NumberChecks checks;
    private final RulesOfEvents rules;
    private final IssueCertificate certificates;
    private final Cases cases;
    private final Audit audit;
    private final Messages messages;
    private final SchedulerClient scheduler;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /**
     * What is to be noted.
     *
     * @param seen how many annotations the registrar has read
     * @param reader in which language he reads what is wrong with it
     */
    record Wanted(
            Reference entry,
            int seen,
            Ground ground,
            List<Change> changes,
            String why,
            String evidence,
            Locale reader) {}

    Annotate(
            Entries entries,
            NumberChecks checks,
            RulesOfEvents rules,
            IssueCertificate certificates,
            Cases cases,
            Audit audit,
            Messages messages,
            SchedulerClient scheduler,
            TransactionTemplate transaction,
            Clock clock) {
        this.entries = entries;
        this.checks = checks;
        this.rules = rules;
        this.certificates = certificates;
        this.cases = cases;
        this.audit = audit;
        this.messages = messages;
        this.scheduler = scheduler;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Notes it. Not in a transaction: the register of people may be asked whose a number is.
     *
     * @throws Problem FORBIDDEN for an entry of his own or a relative's; CONFLICT when somebody annotated meanwhile; INVALID when the
     *     ground does not allow it, or a number is not that of whom it is entered for
     */
    void annotate(Actor registrar, Wanted wanted) {
        Entry seen = require(wanted.entry());
        CaseFile file = Optional.ofNullable(seen.caseNumber())
                .flatMap(cases::find)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.by-court"));
        requireOther(registrar, seen, file);
        cases.requireImpartial(registrar, file);
        requireAllowed(seen, wanted);
        requireTheirs(file, seen, wanted);
        transaction.executeWithoutResult(status -> {
            entries.lock();
            Entry entry = require(wanted.entry());
            if (entry.isAnnulled()) {
                throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.annulled");
            }
            if (entry.annotations().size() != wanted.seen()) {
                throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.changed");
            }
            note(registrar, entry, wanted);
        });
    }

    private void note(Actor registrar, Entry entry, Wanted wanted) {
        note(
                entry,
                new Annotation(
                        entry.annotations().size() + 1,
                        wanted.ground(),
                        wanted.changes(),
                        wanted.why(),
                        wanted.evidence(),
                        registrar.number(),
                        registrar.name(),
                        null,
                        null,
                        clock.instant()));
    }

    /** Notes what follows from another entry or a decided case, in the caller's transaction, which has locked the register. */
    void note(Entry entry, Annotation annotation) {
        entries.annotate(entry, annotation);
        Entry now = require(entry.reference());
        logged(entry, now, annotation);
        certificates.revoke(now);
        certificates.cases(now).forEach(number -> CertificateRuns.schedule(scheduler, number, clock.instant()));
        rules.of(now.event()).annotated(now, annotation.changes());
    }

    private Entry require(Reference reference) {
        return entries.find(reference)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry"));
    }

    static void requireOther(Actor registrar, Entry entry, CaseFile file) {
        if (entry.concerns(registrar.person()) || file.person().equals(registrar.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.own-entry");
        }
    }

    private void requireAllowed(Entry entry, Wanted wanted) {
        EventRules law = rules.of(entry.event());
        for (Change change : wanted.changes()) {
            law.refused(entry, wanted.ground(), change).ifPresent(why -> {
                throw invalid(wanted, change.field(), why);
            });
        }
    }

    /** A new number must be that of somebody of that name. */
    private void requireTheirs(CaseFile file, Entry entry, Wanted wanted) {
        Facts after = entry.today();
        for (Change change : wanted.changes()) {
            after = after.with(change.field(), change.now());
        }
        for (Map.Entry<Party, PersonNumber> one : after.parties().entrySet()) {
            Party party = one.getKey();
            Field field = party.number().orElseThrow();
            boolean touched = wanted.changes().stream()
                    .anyMatch(change -> change.field() == field || party.names().contains(change.field()));
            if (touched
                    && !checks.ask(file, party, one.getValue(), after.name(party))
                            .alike()) {
                throw invalid(wanted, field, "not-theirs");
            }
        }
    }

    private Problem invalid(Wanted wanted, Field field, String why) {
        return new Problem(
                Problem.Kind.INVALID,
                "civilregistry.problem.annotation",
                Map.of(),
                List.of(new Problem.FieldError(
                        field.form(), messages.text(wanted.reader(), "civilregistry.annotation." + why))));
    }

    /** Everybody whom the entry is or was about reads of it. */
    private void logged(Entry before, Entry now, Annotation annotation) {
        Set<PersonNumber> about = new LinkedHashSet<>(before.persons());
        about.addAll(now.persons());
        List<PersonNumber> subjects = new ArrayList<>(about);
        Map<String, String> detail = Map.of(
                "record",
                now.reference().text(),
                "change",
                "annotated",
                "right",
                annotation.ground().name());
        if (subjects.isEmpty()) {
            audit.record(entry(annotation, now, null, detail));
        }
        subjects.forEach(one -> audit.record(entry(annotation, now, one, detail)));
    }

    private static AuditEntry entry(
            Annotation annotation, Entry now, @Nullable PersonNumber about, Map<String, String> detail) {
        return new AuditEntry(
                AuditEvent.REGISTER_CHANGED,
                annotation.by(),
                annotation.byName(),
                RegisterEntry.AGENCY,
                about,
                now.caseNumber(),
                null,
                detail);
    }
}
