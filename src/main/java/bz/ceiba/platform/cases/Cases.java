package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseChanges.Mover;
import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.WriteBehind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All that happens to cases. Each method is one transaction: the case, its event, the audit entry and what goes out. */
@Component
public class Cases {
    private final CaseFiles files;
    private final CaseChanges changes;
    private final CaseAccess access;
    private final Bars bars;
    private final AskedEntries asked;
    private final Submissions submissions;
    private final FourEyes fourEyes;
    private final Services services;
    private final WriteBehind writes;
    private final TransactionTemplate transaction;

    Cases(
            CaseFiles files,
            CaseChanges changes,
            CaseAccess access,
            Bars bars,
            AskedEntries asked,
            Submissions submissions,
            FourEyes fourEyes,
            Services services,
            WriteBehind writes,
            TransactionTemplate transaction) {
        this.files = files;
        this.changes = changes;
        this.access = access;
        this.bars = bars;
        this.asked = asked;
        this.submissions = submissions;
        this.fourEyes = fourEyes;
        this.services = services;
        this.writes = writes;
        this.transaction = transaction;
    }

    /**
     * Takes in an application; with a key used before, answers the case that is there.
     *
     * @throws Problem INVALID with the fields that are wrong; FORBIDDEN when the applicant is not known surely enough
     */
    public CaseFile submit(Submission submission) {
        String agency = asked.agency(submission);
        try {
            return writes.together(() -> {
                Submissions.TakenIn taken = submissions.take(submission, agency);
                String paidBy = submission.definition().paidBy();
                if (!taken.free() || paidBy == null) {
                    return taken.file();
                }
                writes.flush();
                return advance(taken.file().number(), paidBy, empty());
            });
        } catch (DuplicateKeyException e) {
            return files.bySubmissionKey(submission.key())
                    .filter(there ->
                            there.person().equals(submission.applicant().subject()))
                    .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "cases.problem.key-used"));
        }
    }

    /**
     * Carries out a transition that a person wants. Where the definition forbids relatives the register of people is
     * asked first, so then this is not called within a transaction. A transition that a second officer has to confirm is
     * noted and takes effect then.
     *
     * @throws Problem NOT_FOUND; FORBIDDEN when he may not, such as in his own case; CONFLICT when the case has changed
     *     since that revision or is in no state for it; INVALID when the input is wrong
     */
    public CaseFile move(Actor actor, Move move) {
        CaseFile seen = changes.require(move.number());
        Transition wanted = transition(seen, move.transition());
        access.requireAllowed(actor, seen, wanted);
        if (wanted.by() != By.APPLICANT) {
            bars.requireNoRelative(actor, seen);
        }
        return transacted(() -> moved(actor, move));
    }

    private CaseFile moved(Actor actor, Move move) {
        CaseFile file = changes.require(move.number());
        Transition transition = transition(file, move.transition());
        access.requireAllowed(actor, file, transition);
        if (file.revision() != move.revision() || !transition.from().contains(file.state())) {
            throw changes.changed(file);
        }
        changes.requireInput(file, transition, move);
        boolean holder = transition.by() == By.OFFICER || transition.by() == By.OTHER_OFFICER;
        Optional<Delegations.StandIn> inFor = holder ? access.requireHolder(actor, file) : Optional.empty();
        Mover mover = Mover.of(actor, transition.by() != By.APPLICANT, inFor);
        if (transition.confirm()) {
            return fourEyes.propose(actor, file, transition, move, mover);
        }
        return changes.take(file, transition, move, mover, entry(actor, file, transition, mover));
    }

    static AuditEntry entry(Actor actor, CaseFile file, Transition transition, Mover mover) {
        AuditEvent event = transition.decision() ? AuditEvent.CASE_DECIDED : AuditEvent.CASE_MOVED;
        Map<String, String> detail =
                new HashMap<>(Map.of("transition", transition.id(), "from", file.state(), "to", transition.to()));
        Delegations.StandIn inFor = mover.inFor();
        if (inFor != null) {
            detail.put("for", inFor.person().digits());
        }
        return mover.officer()
                ? actor.doesFor(file.agency(), event, file.person(), file.number(), null, detail)
                : actor.does(event, file.number(), detail);
    }

    /**
     * Carries out a transition for the system: after a payment, a look-up, a signature. Does nothing when the case has
     * left the state in which the transition begins, so that it may be repeated.
     */
    @Transactional
    public CaseFile advance(CaseNumber number, String transitionId, ObjectNode facts) {
        CaseFile file = changes.require(number);
        Transition transition = services.of(file)
                .transition(transitionId)
                .orElseThrow(() -> new IllegalStateException(file.service() + " has no transition " + transitionId));
        if (!transition.from().contains(file.state())) {
            return file;
        }
        AuditEntry entry = AuditEntry.bySystem(
                transition.decision() ? AuditEvent.CASE_DECIDED : AuditEvent.CASE_MOVED,
                file.person(),
                file.number(),
                Map.of("transition", transition.id(), "from", file.state(), "to", transition.to()));
        Move move = new Move(number, file.revision(), transitionId, empty(), facts, Locale.ENGLISH);
        return changes.take(file, transition, move, Mover.SYSTEM, entry);
    }

    /**
     * Gives the case to an officer who wants it.
     *
     * @throws Problem CONFLICT when a colleague has it; FORBIDDEN in his own case
     */
    public CaseFile claim(Actor officer, CaseNumber number, int revision) {
        CaseFile seen = changes.require(number);
        access.requireOfficer(officer, seen, Role.OFFICER);
        bars.requireNoRelative(officer, seen);
        return transacted(() -> {
            CaseFile file = changes.require(number);
            access.requireOfficer(officer, file, Role.OFFICER);
            if (file.revision() != revision || file.officer() != null || !file.isOpen()) {
                throw changes.changed(file);
            }
            return assign(file, officer, officer.person(), officer.name(), "claim", AuditEvent.CASE_CLAIMED);
        });
    }

    /** Gives the case to another officer, or back to the worklist when none is named. */
    @Transactional
    public CaseFile reassign(
            Actor supervisor, CaseNumber number, int revision, @Nullable PersonNumber to, @Nullable String toName) {
        CaseFile file = changes.require(number);
        access.requireOfficer(supervisor, file, Role.SUPERVISOR);
        if (file.revision() != revision || !file.isOpen()) {
            throw changes.changed(file);
        }
        if (to != null && CaseAccess.concerns(file, to)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.own-case");
        }
        return assign(file, supervisor, to, toName, "reassign", AuditEvent.CASE_REASSIGNED);
    }

    private CaseFile assign(
            CaseFile file,
            Actor by,
            @Nullable PersonNumber to,
            @Nullable String toName,
            String what,
            AuditEvent event) {
        CaseFile next = Revised.assigned(file, to, toName);
        ObjectNode input = empty();
        input.put("officer", toName == null ? "" : toName);
        Map<String, String> detail = Map.of("officer", to == null ? "" : to.digits());
        AuditEntry entry = by.doesFor(file.agency(), event, file.person(), file.number(), null, detail);
        changes.write(file, next, what, Mover.of(by, true, Optional.empty()), input, entry);
        return next;
    }

    /**
     * Whether somebody may work on the case for the agency that decides: one of its officers, or a supervisor above where
     * nobody in the agency may.
     */
    @Transactional(readOnly = true)
    public boolean worksOn(Actor officer, CaseFile file) {
        return access.works(officer, file);
    }

    /**
     * A case in which somebody decides something besides moving it; so not his own.
     *
     * @param such what the case must be
     * @throws Problem NOT_FOUND when there is no such case, or he does not work on it; FORBIDDEN when it is his own
     */
    @Transactional(readOnly = true)
    public CaseFile worked(Actor officer, String number, Predicate<CaseFile> such) {
        Problem none = new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found");
        CaseFile file =
                CaseNumber.parse(number).flatMap(this::find).filter(such).orElseThrow(() -> none);
        if (officer.person().equals(file.person()) || officer.person().equals(file.actedBy())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.own-case");
        }
        if (!worksOn(officer, file)) {
            throw none;
        }
        return file;
    }

    /**
     * Makes sure, where the definition forbids relatives, that the officer is none of the applicant's, before he decides
     * something in the case besides moving it. Not within a transaction.
     *
     * @throws Problem FORBIDDEN when he is; UNAVAILABLE when the register does not answer
     */
    public void requireImpartial(Actor officer, CaseFile file) {
        bars.requireNoRelative(officer, file);
    }

    /**
     * Notes facts about a case without moving it, such as an officer's judgement; the officer has the case from then on.
     *
     * @param input what the history keeps of it
     * @param event the audit event
     * @throws Problem FORBIDDEN in his own case; CONFLICT when the case has changed since that revision or a colleague
     *     has it
     */
    @Transactional
    public CaseFile note(
            Actor officer, CaseNumber number, int revision, ObjectNode facts, ObjectNode input, AuditEvent event) {
        CaseFile file = changes.require(number);
        access.requireOfficer(officer, file, Role.OFFICER);
        if (file.revision() != revision || !file.isOpen()) {
            throw changes.changed(file);
        }
        Mover mover = Mover.of(officer, true, access.requireHolder(officer, file));
        Delegations.StandIn inFor = mover.inFor();
        Map<String, String> detail =
                inFor == null ? Map.of() : Map.of("for", inFor.person().digits());
        AuditEntry entry = officer.doesFor(file.agency(), event, file.person(), file.number(), file.service(), detail);
        return noted(file, facts, mover, input, entry);
    }

    /** Notes facts that a system found; the history shows it, nobody gets the case by it. */
    @Transactional
    public CaseFile noteBySystem(CaseNumber number, ObjectNode facts) {
        CaseFile file = changes.require(number);
        AuditEntry entry =
                AuditEntry.bySystem(AuditEvent.CASE_MOVED, file.person(), file.number(), Map.of("transition", "note"));
        return noted(file, facts, Mover.SYSTEM, empty(), entry);
    }

    private CaseFile noted(CaseFile file, ObjectNode facts, Mover mover, ObjectNode input, AuditEntry entry) {
        ObjectNode all = file.facts().deepCopy();
        all.setAll(facts);
        CaseFile next = Revised.noted(
                file,
                all,
                mover.officer() ? mover.holder() : file.officer(),
                mover.officer() ? mover.holderName() : file.officerName());
        changes.write(file, next, "note", mover, input, entry);
        return next;
    }

    /** The case; empty when there is none of that number. */
    @Transactional(readOnly = true)
    public Optional<CaseFile> find(CaseNumber number) {
        return files.find(number);
    }

    /** The steps of a case, oldest first. */
    @Transactional(readOnly = true)
    public List<CaseEvent> history(CaseNumber number) {
        return files.history(number);
    }

    /** The last of a case's steps that was one of these; empty when none was. */
    @Transactional(readOnly = true)
    public Optional<CaseEvent> last(CaseNumber number, Collection<String> transitions) {
        return history(number).stream()
                .filter(event -> transitions.contains(event.transition()))
                .reduce((earlier, later) -> later);
    }

    /** A person's cases, newest first, at most 100. */
    @Transactional(readOnly = true)
    public List<CaseFile> of(PersonNumber person) {
        return files.of(person);
    }

    /** The case that the actor submitted under a key, if he did. */
    @Transactional(readOnly = true)
    Optional<CaseFile> submittedAs(String key, Actor actor) {
        return files.bySubmissionKey(key).filter(file -> file.person().equals(actor.subject()));
    }

    private Transition transition(CaseFile file, String name) {
        return services.of(file)
                .transition(name)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-transition"));
    }

    private CaseFile transacted(Supplier<CaseFile> change) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> change.get()));
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
