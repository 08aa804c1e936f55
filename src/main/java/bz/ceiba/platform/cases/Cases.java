package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All that happens to cases. Each method is one transaction: the case, its event, the audit entry and what goes out. */
@Component
public class Cases {
    private final CaseFiles files;
    private final Services services;
    private final Effects effects;
    private final Form form;
    private final Files uploads;
    private final Audit audit;
    private final Country country;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Cases(
            CaseFiles files,
            Services services,
            Effects effects,
            Form form,
            Files uploads,
            Audit audit,
            Country country,
            Clock clock) {
        this.files = files;
        this.services = services;
        this.effects = effects;
        this.form = form;
        this.uploads = uploads;
        this.audit = audit;
        this.country = country;
        this.clock = clock;
    }

    /**
     * Takes in an application; with a key used before, answers the case that is there.
     *
     * @throws Problem INVALID with the fields that are wrong; FORBIDDEN when the applicant is not known surely enough
     */
    @Transactional
    public CaseFile submit(Submission submission) {
        ServiceDefinition definition = submission.definition();
        Actor applicant = submission.applicant();
        requireAssurance(definition, applicant);
        Expressions expressions = services.expressions(definition);
        Map<String, String> errors = form.completeErrors(
                definition, expressions, submission.form(), today(), Locale.of(submission.language()));
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        requireOwnUploads(definition, submission);
        CaseFile file = opened(submission, expressions);
        if (!files.insert(file, submission.key(), timerAt(definition, file.state()))) {
            return files.bySubmissionKey(submission.key())
                    .filter(there -> there.person().equals(applicant.subject()))
                    .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "cases.problem.key-used"));
        }
        audit.record(applicant.does(
                AuditEvent.CASE_SUBMITTED,
                file.number(),
                Map.of("service", definition.id(), "version", Integer.toString(definition.version()))));
        boolean free = effects.apply(definition, expressions, file, definition.onSubmit(), "");
        String paidBy = definition.paidBy();
        return free && paidBy != null ? advance(file.number(), paidBy, empty()) : file;
    }

    private void requireAssurance(ServiceDefinition definition, Actor applicant) {
        if (!applicant.assurance().reaches(definition.assurance())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.assurance");
        }
    }

    /** A file that another person handed in can't be passed off as one's own. */
    private void requireOwnUploads(ServiceDefinition definition, Submission submission) {
        submission.form().propertyStream().forEach(answer -> {
            if (Form.isFile(definition.field(answer.getKey()))) {
                boolean own = FieldView.uuid(answer.getValue().asString(""))
                        .flatMap(uploads::findForCase)
                        .filter(upload ->
                                upload.owner().equals(submission.applicant().subject()))
                        .isPresent();
                if (!own) {
                    throw new Problem(Problem.Kind.INVALID, "cases.problem.upload");
                }
            }
        });
    }

    private CaseFile opened(Submission submission, Expressions expressions) {
        ServiceDefinition definition = submission.definition();
        Actor applicant = submission.applicant();
        LocalDate today = today();
        String urgent = definition.urgent();
        CaseFile bare = new CaseFile(
                CaseNumber.random(definition.prefix(), today.getYear(), random),
                definition.id(),
                definition.version(),
                definition.agency(),
                applicant.subject(),
                applicant.subjectName(),
                applicant.actingFor() == null ? null : applicant.person(),
                submission.form(),
                empty(),
                definition.initial(),
                1,
                null,
                null,
                null,
                null,
                applicant.assurance().name().toLowerCase(Locale.ROOT),
                submission.language(),
                urgent != null && expressions.test(urgent, submission.form(), empty(), null),
                clock.instant(),
                null,
                null,
                null,
                null,
                null);
        return deadline(definition, expressions).entering(bare, definition.initial());
    }

    /**
     * Carries out a transition that a person wants.
     *
     * @throws Problem NOT_FOUND; FORBIDDEN when he may not, such as in his own case; CONFLICT when the case has changed
     *     since that revision or is in no state for it; INVALID when the input is wrong
     */
    @Transactional
    public CaseFile move(Actor actor, Move move) {
        CaseFile file = require(move.number());
        ServiceDefinition definition = services.of(file);
        Transition transition = definition
                .transition(move.transition())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-transition"));
        requireAllowed(actor, file, transition);
        if (file.revision() != move.revision() || !transition.from().contains(file.state())) {
            throw changed(file);
        }
        requireInput(definition, transition, move.input(), Locale.of(file.language()));
        boolean officer = transition.by() != By.APPLICANT;
        boolean holder = transition.by() == By.OFFICER || transition.by() == By.OTHER_OFFICER;
        if (holder) {
            requireHolder(actor, file);
        }
        AuditEvent event = transition.decision() ? AuditEvent.CASE_DECIDED : AuditEvent.CASE_MOVED;
        Map<String, String> detail = Map.of("transition", transition.id(), "from", file.state(), "to", transition.to());
        AuditEntry entry = officer
                ? actor.doesFor(file.agency(), event, file.person(), file.number(), null, detail)
                : actor.does(event, file.number(), detail);
        return take(file, definition, transition, move, actor.number(), actor.name(), officer, entry);
    }

    /**
     * Carries out a transition for the system: after a payment, a look-up, a signature. Does nothing when the case has
     * left the state in which the transition begins, so that it may be repeated.
     */
    @Transactional
    public CaseFile advance(CaseNumber number, String transitionId, ObjectNode facts) {
        CaseFile file = require(number);
        ServiceDefinition definition = services.of(file);
        Transition transition = definition
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
        Move move = new Move(number, file.revision(), transitionId, empty(), facts);
        return take(file, definition, transition, move, AuditEntry.SYSTEM, null, false, entry);
    }

    private CaseFile take(
            CaseFile file,
            ServiceDefinition definition,
            Transition transition,
            Move move,
            String actor,
            @Nullable String actorName,
            boolean byOfficer,
            AuditEntry entry) {
        Expressions expressions = services.expressions(definition);
        ObjectNode facts = file.facts().deepCopy();
        facts.setAll(move.facts());
        String guard = transition.guard();
        if (guard != null && !expressions.test(guard, file.form(), facts, file)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "cases.problem.guard",
                    Map.of(
                            "reason",
                            Optional.ofNullable(transition.refusal())
                                    .map(r -> r.in(Locale.of(file.language())))
                                    .orElse("")));
        }
        PersonNumber mover = byOfficer ? new PersonNumber(actor) : null;
        CaseFile next = deadline(definition, expressions)
                .entering(
                        Revised.of(file, transition, facts, mover, actorName, clock.instant(), definition),
                        transition.to());
        if (!files.update(next, waiting(definition, next), timerAt(definition, next.state()))) {
            throw changed(require(file.number()));
        }
        files.add(
                file.number(),
                new CaseEvent(
                        next.revision(),
                        clock.instant(),
                        transition.id(),
                        file.state(),
                        next.state(),
                        actor,
                        actorName,
                        move.input()));
        audit.record(entry);
        String said = move.input()
                .path("message")
                .asString(move.input().path("reason").asString(""));
        effects.apply(definition, expressions, next, transition.effects(), said);
        return next;
    }

    /**
     * Gives the case to an officer who wants it.
     *
     * @throws Problem CONFLICT when a colleague has it; FORBIDDEN in his own case
     */
    @Transactional
    public CaseFile claim(Actor officer, CaseNumber number, int revision) {
        CaseFile file = require(number);
        requireOfficer(officer, file, Role.OFFICER);
        if (file.revision() != revision || file.officer() != null || !file.isOpen()) {
            throw changed(file);
        }
        return assign(file, officer, officer.person(), officer.name(), "claim", AuditEvent.CASE_CLAIMED);
    }

    /** Gives the case to another officer, or back to the worklist when none is named. */
    @Transactional
    public CaseFile reassign(
            Actor supervisor, CaseNumber number, int revision, @Nullable PersonNumber to, @Nullable String toName) {
        CaseFile file = require(number);
        requireOfficer(supervisor, file, Role.SUPERVISOR);
        if (file.revision() != revision || !file.isOpen()) {
            throw changed(file);
        }
        if (to != null && concerns(file, to)) {
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
        ServiceDefinition definition = services.of(file);
        if (!files.update(next, waiting(definition, next), timerAt(definition, next.state()))) {
            throw changed(require(file.number()));
        }
        ObjectNode input = empty();
        input.put("officer", toName == null ? "" : toName);
        files.add(
                file.number(),
                new CaseEvent(
                        next.revision(),
                        clock.instant(),
                        what,
                        file.state(),
                        file.state(),
                        by.number(),
                        by.name(),
                        input));
        audit.record(by.doesFor(
                file.agency(),
                event,
                file.person(),
                file.number(),
                null,
                Map.of("officer", to == null ? "" : to.digits())));
        return next;
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
        CaseFile file = require(number);
        requireOfficer(officer, file, Role.OFFICER);
        if (file.revision() != revision || !file.isOpen()) {
            throw changed(file);
        }
        requireHolder(officer, file);
        return noted(
                file,
                facts,
                officer,
                input,
                officer.doesFor(file.agency(), event, file.person(), file.number(), file.service(), Map.of()));
    }

    /** Notes facts that a system found; the history shows it, nobody gets the case by it. */
    @Transactional
    public CaseFile noteBySystem(CaseNumber number, ObjectNode facts) {
        CaseFile file = require(number);
        return noted(
                file,
                facts,
                null,
                empty(),
                AuditEntry.bySystem(AuditEvent.CASE_MOVED, file.person(), file.number(), Map.of("transition", "note")));
    }

    private CaseFile noted(
            CaseFile file, ObjectNode facts, @Nullable Actor officer, ObjectNode input, AuditEntry entry) {
        ObjectNode all = file.facts().deepCopy();
        all.setAll(facts);
        CaseFile next = Revised.noted(
                file,
                all,
                officer == null ? file.officer() : officer.person(),
                officer == null ? file.officerName() : officer.name());
        ServiceDefinition definition = services.of(file);
        if (!files.update(next, waiting(definition, next), timerAt(definition, next.state()))) {
            throw changed(require(file.number()));
        }
        files.add(
                file.number(),
                new CaseEvent(
                        next.revision(),
                        clock.instant(),
                        "note",
                        file.state(),
                        file.state(),
                        officer == null ? AuditEntry.SYSTEM : officer.number(),
                        officer == null ? null : officer.name(),
                        input));
        audit.record(entry);
        return next;
    }

    private static void requireHolder(Actor officer, CaseFile file) {
        if (file.officer() != null && !file.officer().equals(officer.person())) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "cases.problem.claimed",
                    Map.of("officer", String.valueOf(file.officerName())));
        }
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

    /** Whether the transition's guard lets it happen now. */
    boolean open(CaseFile file, Transition transition) {
        String guard = transition.guard();
        return guard == null || services.expressions(services.of(file)).test(guard, file.form(), file.facts(), file);
    }

    /** What an officer of the agency may do now with a case, in the definition's order. */
    List<Transition> offered(Actor actor, CaseFile file) {
        return services.of(file).from(file.state()).stream()
                .filter(t -> t.by() != By.SYSTEM && t.by() != By.TIMER)
                .filter(t -> refusal(actor, file, t).isEmpty())
                .toList();
    }

    private void requireAllowed(Actor actor, CaseFile file, Transition transition) {
        refusal(actor, file, transition).ifPresent(key -> {
            throw new Problem(Problem.Kind.FORBIDDEN, key);
        });
    }

    private static Optional<String> refusal(Actor actor, CaseFile file, Transition transition) {
        return switch (transition.by()) {
            case APPLICANT ->
                file.person().equals(actor.subject()) ? Optional.empty() : Optional.of("cases.problem.not-yours");
            case OFFICER -> refusedOfficer(actor, file, Role.OFFICER);
            case OTHER_OFFICER ->
                actor.person().equals(file.decidedBy())
                        ? Optional.of("cases.problem.decided-by-you")
                        : refusedOfficer(actor, file, Role.OFFICER);
            case SUPERVISOR -> refusedOfficer(actor, file, Role.SUPERVISOR);
            case SYSTEM, TIMER -> Optional.of("cases.problem.not-yours");
        };
    }

    private static Optional<String> refusedOfficer(Actor actor, CaseFile file, Role role) {
        if (!actor.holds(role, file.agency()) || !actor.assurance().reaches(Assurance.SUBSTANTIAL)) {
            return Optional.of("cases.problem.not-officer");
        }
        return concerns(file, actor.person()) ? Optional.of("cases.problem.own-case") : Optional.empty();
    }

    private static void requireOfficer(Actor actor, CaseFile file, Role role) {
        refusedOfficer(actor, file, role).ifPresent(key -> {
            throw new Problem(Problem.Kind.FORBIDDEN, key);
        });
    }

    /** Whether the person applied, or filled the form in for the applicant. */
    static boolean concerns(CaseFile file, PersonNumber person) {
        return person.equals(file.person()) || person.equals(file.actedBy());
    }

    private void requireInput(ServiceDefinition definition, Transition transition, ObjectNode input, Locale locale) {
        if (transition.input() == null) {
            return;
        }
        Map<String, String> errors = form.errors(
                definition.id() + "@" + definition.version() + "#" + transition.id(),
                transition.input(),
                transition.input().propertyStream().map(Map.Entry::getKey).toList(),
                java.util.Set.copyOf(transition.inputRequired()),
                input,
                today(),
                locale);
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
    }

    private CaseFile require(CaseNumber number) {
        return files.find(number).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
    }

    private Problem changed(CaseFile now) {
        CaseEvent last = files.history(now.number()).getLast();
        ServiceDefinition definition = services.of(now);
        Locale locale = Locale.of(now.language());
        String what = definition
                .transition(last.transition())
                .map(t -> t.title().in(locale))
                .orElse(last.transition());
        return new Problem(
                Problem.Kind.CONFLICT,
                "cases.problem.changed",
                Map.of(
                        "who",
                        last.actorName() == null ? "Ceiba" : last.actorName(),
                        "what",
                        what,
                        "state",
                        definition.state(now.state()).title().in(locale)));
    }

    private static Problem invalid(Map<String, String> errors) {
        return new Problem(
                Problem.Kind.INVALID,
                "cases.problem.invalid",
                Map.of(),
                errors.entrySet().stream()
                        .map(e -> new Problem.FieldError(e.getKey(), e.getValue()))
                        .toList());
    }

    private String waiting(ServiceDefinition definition, CaseFile file) {
        return definition.state(file.state()).waiting().name().toLowerCase(Locale.ROOT);
    }

    /** When time itself moves the case on from this state, or null. */
    private @Nullable Instant timerAt(ServiceDefinition definition, String state) {
        return definition.from(state).stream()
                .filter(t -> t.by() == By.TIMER)
                .map(Transition::after)
                .filter(java.util.Objects::nonNull)
                .min(Integer::compare)
                .map(days -> clock.instant().plus(Duration.ofDays(days)))
                .orElse(null);
    }

    private Deadline deadline(ServiceDefinition definition, Expressions expressions) {
        return new Deadline(definition, expressions, country.workingDays(), today());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
