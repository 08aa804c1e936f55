package bz.ceiba.systems.border;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.border.Draft.Content;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sends a declaration, sends it again when something changed, and withdraws it: each has its effect once, however often it is pressed. */
@Component
class SubmitDeclaration {
    private final Drafts drafts;
    private final Declarations declarations;
    private final Decisions decisions;
    private final Questions questions;
    private final TellCustoms customs;
    private final Audit audit;
    private final Clock clock;

    SubmitDeclaration(
            Drafts drafts,
            Declarations declarations,
            Decisions decisions,
            Questions questions,
            TellCustoms customs,
            Audit audit,
            Clock clock) {
        this.drafts = drafts;
        this.declarations = declarations;
        this.decisions = decisions;
        this.questions = questions;
        this.customs = customs;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sends it.
     *
     * @throws Problem INVALID while something is missing, CONFLICT when an officer has decided or it was withdrawn
     */
    @Transactional
    public Declaration submit(Draft asked) {
        Draft draft = drafts.locked(asked.id());
        String number = draft.declaration();
        if (number != null && drafts.isSent(draft)) {
            return declarations.find(number).orElseThrow();
        }
        if (questions.incomplete(draft.content(), draft.person()).isPresent()) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.incomplete");
        }
        Content content = questions.pruned(draft.content(), draft.person());
        Declaration sent =
                number == null ? declarations.add(draft, content) : declarations.change(open(number), content);
        drafts.sent(draft, sent.number());
        customs.tell(sent);
        record(sent, Map.of("version", String.valueOf(sent.version())));
        return sent;
    }

    /** The declaration, if nobody decided of it. */
    private Declaration open(String number) {
        Declaration declaration = declarations.locked(number).orElseThrow();
        if (declaration.isWithdrawn()) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.withdrawn");
        }
        if (decisions.isDecided(number)) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.decided");
        }
        return declaration;
    }

    /**
     * Withdraws it.
     *
     * @throws Problem CONFLICT when an officer has decided
     */
    @Transactional
    public void withdraw(Draft asked) {
        Draft draft = drafts.locked(asked.id());
        String number = draft.declaration();
        if (number == null
                || declarations.find(number).filter(Declaration::isWithdrawn).isPresent()) {
            return;
        }
        Declaration declaration = open(number);
        declarations.withdraw(number, clock.instant());
        customs.tell(declarations.find(number).orElseThrow());
        record(declaration, Map.of("withdrawn", "true"));
    }

    private void record(Declaration declaration, Map<String, String> detail) {
        Map<String, String> all = new java.util.HashMap<>(detail);
        all.put("declaration", declaration.number());
        String person = declaration.person();
        audit.record(new AuditEntry(
                AuditEvent.DECLARATION_SENT,
                person == null ? AuditEntry.ANONYMOUS : person,
                null,
                null,
                person == null ? null : new PersonNumber(person),
                null,
                null,
                all));
    }
}
