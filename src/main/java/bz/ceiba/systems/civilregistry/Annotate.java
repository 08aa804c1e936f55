package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a registrar notes on an entry. The entry stays as it was made; with the annotation commit its audit entries, the end of the
 * certificates that say something else, and what the register of people is to be told.
 */
@Component
class Annotate {
    private static final Set<Field> NAMES = Set.of(Field.CHILD_GIVEN, Field.CHILD_MIDDLE, Field.CHILD_FAMILY);
    private static final Set<Field> NEVER_EMPTY = Set.of(Field.SEX, Field.BORN_ON, Field.DISTRICT, Field.TOWN);
    private static final Set<Field> FATHER =
            Set.of(Field.FATHER_BY, Field.FATHER_NAME, Field.FATHER_NUMBER, Field.FATHER_PAPER, Field.COURT_ORDER);

    private final Entries entries;
    private final Parents parents;
    private final RegistryRules rules;
    private final Tellings tellings;
    private final IssueBirthCertificate certificates;
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
            Parents parents,
            RegistryRules rules,
            Tellings tellings,
            IssueBirthCertificate certificates,
            Cases cases,
            Audit audit,
            Messages messages,
            SchedulerClient scheduler,
            TransactionTemplate transaction,
            Clock clock) {
        this.entries = entries;
        this.parents = parents;
        this.rules = rules;
        this.tellings = tellings;
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
     *     ground does not allow it, or a parent's number is not that parent's
     */
    void annotate(Actor registrar, Wanted wanted) {
        Entry seen = require(wanted.entry());
        CaseFile file = cases.find(seen.caseNumber()).orElseThrow();
        requireOther(registrar, seen, file);
        cases.requireImpartial(registrar, file);
        requireAllowed(seen, wanted);
        requireTheirs(file, seen, wanted);
        transaction.executeWithoutResult(status -> {
            entries.lock();
            Entry entry = require(wanted.entry());
            if (entry.annotations().size() != wanted.seen()) {
                throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.changed");
            }
            note(registrar, entry, wanted);
        });
    }

    private void note(Actor registrar, Entry entry, Wanted wanted) {
        entries.annotate(
                entry,
                new Annotation(
                        entry.annotations().size() + 1,
                        wanted.ground(),
                        wanted.changes(),
                        wanted.why(),
                        wanted.evidence(),
                        registrar.number(),
                        registrar.name(),
                        clock.instant()));
        Entry now = require(wanted.entry());
        logged(registrar, entry, now, wanted.ground());
        certificates.revoke(now);
        certificates.cases(now).forEach(number -> CertificateRuns.schedule(scheduler, number, clock.instant()));
        if (entry.kind() == Kind.STILLBIRTH) {
            return;
        }
        boolean known = now.child() != null || tellings.hasBirth(now.reference());
        boolean renamed = wanted.changes().stream().anyMatch(change -> NAMES.contains(change.field()));
        if (!known) {
            tellings.birth(now);
        } else if (renamed && now.today().isNamed()) {
            tellings.name(now);
        }
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
        Facts today = entry.today();
        LocalDate now = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        LocalDate registered = LocalDate.ofInstant(entry.registeredAt(), Country.ZONE);
        boolean father = today.has(Field.FATHER_NAME);
        for (Change change : wanted.changes()) {
            Field field = change.field();
            if (change.now() == null && NEVER_EMPTY.contains(field)) {
                throw invalid(wanted, field, "never-empty");
            }
            boolean firstName = NAMES.contains(field) && !today.has(Field.CHILD_GIVEN);
            Optional<String> refused =
                    switch (wanted.ground()) {
                        case CLERICAL ->
                            firstName
                                    ? Optional.of("name-first")
                                    : FATHER.contains(field) && !father
                                            ? Optional.of("father-first")
                                            : Optional.empty();
                        case NAME_GIVEN ->
                            !firstName
                                    ? Optional.of("only-name")
                                    : now.isAfter(rules.nameUntil(registered))
                                            ? Optional.of("name-late")
                                            : Optional.empty();
                        case FATHER_DECLARED, FATHER_BY_COURT ->
                            father || (!FATHER.contains(field) && field != Field.CHILD_FAMILY)
                                    ? Optional.of("only-father")
                                    : Optional.empty();
                        case COURT_ORDER -> Optional.empty();
                    };
            if (refused.isPresent()) {
                throw invalid(wanted, field, refused.get());
            }
        }
    }

    /** A parent's new number must be that of somebody of that name. */
    private void requireTheirs(CaseFile file, Entry entry, Wanted wanted) {
        Facts after = entry.today();
        for (Change change : wanted.changes()) {
            after = after.with(change.field(), change.now());
        }
        for (Field field : List.of(Field.MOTHER_NUMBER, Field.FATHER_NUMBER)) {
            Optional<PersonNumber> number = after.person(field);
            Field name = field == Field.MOTHER_NUMBER ? Field.MOTHER_NAME : Field.FATHER_NAME;
            boolean touched =
                    wanted.changes().stream().anyMatch(change -> change.field() == field || change.field() == name);
            if (touched
                    && number.isPresent()
                    && !parents.ask(file, field, number.get(), after.get(name)).alike()) {
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
    private void logged(Actor registrar, Entry before, Entry now, Ground ground) {
        Set<PersonNumber> about = new LinkedHashSet<>(before.today().parents());
        about.addAll(now.today().parents());
        Optional.ofNullable(now.child()).ifPresent(about::add);
        List<PersonNumber> subjects = new ArrayList<>(about);
        Map<String, String> detail =
                Map.of("record", now.reference().text(), "change", "annotated", "ground", ground.name());
        if (subjects.isEmpty()) {
            audit.record(registrar.doesFor(
                    RegisterBirth.AGENCY, AuditEvent.REGISTER_CHANGED, null, now.caseNumber(), null, detail));
        }
        subjects.forEach(one -> audit.record(registrar.doesFor(
                RegisterBirth.AGENCY, AuditEvent.REGISTER_CHANGED, one, now.caseNumber(), null, detail)));
    }
}
