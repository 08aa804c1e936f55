package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes applications in: reads nothing and writes all behind, so that many may be committed together. */
@Component
class Submissions {
    /**
     * What came of it.
     *
     * @param free whether there is nothing to pay, so that the case goes on at once
     */
    record TakenIn(CaseFile file, boolean free) {}

    private final CaseFiles files;
    private final CaseChanges changes;
    private final Services services;
    private final Effects effects;
    private final Form form;
    private final Files uploads;
    private final Audit audit;
    private final WhoMayApply whoMayApply;
    private final Country country;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Submissions(
            CaseFiles files,
            CaseChanges changes,
            Services services,
            Effects effects,
            Form form,
            Files uploads,
            Audit audit,
            WhoMayApply whoMayApply,
            Country country,
            Clock clock) {
        this.files = files;
        this.changes = changes;
        this.services = services;
        this.effects = effects;
        this.form = form;
        this.uploads = uploads;
        this.audit = audit;
        this.whoMayApply = whoMayApply;
        this.country = country;
        this.clock = clock;
    }

    /**
     * Opens the case.
     *
     * @param agency that decides
     */
    TakenIn take(Submission submission, String agency) {
        ServiceDefinition definition = submission.definition();
        Actor applicant = submission.applicant();
        if (!definition.byOffice()) {
            definition.requireAssurance(applicant, "/portal/mine");
            definition.requireMatter(applicant);
            whoMayApply.require(definition, applicant);
        }
        Expressions expressions = services.expressions(definition);
        Map<String, String> errors = form.completeErrors(
                definition, expressions, submission.form(), changes.today(), Locale.of(submission.language()));
        if (!errors.isEmpty()) {
            throw CaseChanges.invalid(errors);
        }
        useUploads(definition, submission);
        CaseFile file = opened(submission, agency, expressions);
        files.insert(
                file,
                definition.state(file.state()).waiting().name().toLowerCase(Locale.ROOT),
                submission.key(),
                changes.timerAt(definition, file.state()),
                changes.escalation(definition, file),
                SearchTerms.of(definition, file));
        files.add(
                file.number(),
                new CaseEvent(
                        file.revision(),
                        file.submittedAt(),
                        "submit",
                        null,
                        file.state(),
                        applicant.number(),
                        applicant.subjectName(),
                        Cases.empty(),
                        null));
        audit.record(applicant.does(
                AuditEvent.CASE_SUBMITTED,
                file.number(),
                Map.of("service", definition.id(), "version", Integer.toString(definition.version()))));
        return new TakenIn(file, effects.apply(definition, expressions, file, definition.onSubmit(), ""));
    }

    /** A file that another person handed in can't be passed off as one's own. */
    private void useUploads(ServiceDefinition definition, Submission submission) {
        submission.form().propertyStream().forEach(answer -> {
            if (Form.isFile(definition.field(answer.getKey()))) {
                UUID id = FieldView.uuid(answer.getValue().asString("")).orElseThrow(Submissions::noSuchUpload);
                uploads.use(id, submission.applicant().subject(), Submissions::noSuchUpload);
            }
        });
    }

    private static Problem noSuchUpload() {
        return new Problem(Problem.Kind.INVALID, "cases.problem.upload");
    }

    private CaseFile opened(Submission submission, String agency, Expressions expressions) {
        ServiceDefinition definition = submission.definition();
        Actor applicant = submission.applicant();
        LocalDate today = changes.today();
        String urgent = definition.urgent();
        CaseNumber given = submission.number();
        if (given != null && !given.text().startsWith(definition.prefix() + "-")) {
            throw new IllegalArgumentException(given + " is no number of " + definition.id());
        }
        CaseFile bare = new CaseFile(
                given == null ? CaseNumber.random(definition.prefix(), today.getYear(), random) : given,
                definition.id(),
                definition.version(),
                agency,
                applicant.subject(),
                applicant.subjectName(),
                applicant.actingFor() == null ? null : applicant.person(),
                submission.form(),
                Cases.empty(),
                definition.initial(),
                1,
                null,
                null,
                null,
                null,
                applicant.assurance().name().toLowerCase(Locale.ROOT),
                submission.language(),
                urgent != null && expressions.test(urgent, submission.form(), Cases.empty(), null),
                clock.instant(),
                null,
                null,
                null,
                null,
                null);
        return new Deadline(definition, expressions, country.workingDays(), today).entering(bare, definition.initial());
    }
}
