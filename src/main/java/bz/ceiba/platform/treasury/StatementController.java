package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.treasury.Lines.Progress;
import bz.ceiba.platform.treasury.Statements.Imported;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The Treasury's desk: statements come in here. */
@Controller
class StatementController {
    /** Lines that the upload itself looks at; a task does the rest within half a minute. */
    private static final int AT_ONCE = 500;

    private final Statements statements;
    private final Lines lines;
    private final Differences differences;
    private final ImportStatement importing;
    private final Matching matching;
    private final Messages messages;
    private final Audit audit;

    StatementController(
            Statements statements,
            Lines lines,
            Differences differences,
            ImportStatement importing,
            Matching matching,
            Messages messages,
            Audit audit) {
        this.statements = statements;
        this.lines = lines;
        this.differences = differences;
        this.importing = importing;
        this.matching = matching;
        this.messages = messages;
        this.audit = audit;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TREASURY_READ)
    @GetMapping("/treasury")
    Html desk(Actor actor) {
        Accounts.requireKeeper(actor);
        audit.record(actor.doesFor(Accounts.AGENCY, AuditEvent.TREASURY_READ, Map.of("page", "statements")));
        return page();
    }

    private Html page() {
        List<Imported> latest = statements.latest();
        Map<UUID, Progress> progress = lines
                .progress(latest.stream().map(Imported::id).toList())
                .stream()
                .collect(Collectors.toMap(Progress::statement, one -> one));
        return Html.of("treasury/desk")
                .with(
                        "statements",
                        latest.stream()
                                .map(statement -> StatementRow.of(statement, progress.get(statement.id())))
                                .toList())
                .with("counts", differences.counts());
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.STATEMENT_IMPORTED)
    @PostMapping("/treasury/statements")
    Html take(@RequestParam(required = false) @Nullable MultipartFile file, Actor actor, Locale locale)
            throws IOException {
        Accounts.requireKeeper(actor);
        if (file == null || file.isEmpty()) {
            return page().with("errors", Map.of("file", messages.text(locale, "treasury.desk.no-file")))
                    .status(422);
        }
        try {
            List<TakenStatement> outcomes = importing.take(file.getBytes(), actor);
            matching.run(AT_ONCE);
            return page().with("outcomes", outcomes);
        } catch (Problem problem) {
            return page().with(
                            "errors",
                            Map.of("file", messages.text(locale, problem.key() + ".detail", problem.arguments(locale))))
                    .status(problem.kind().status());
        }
    }
}
