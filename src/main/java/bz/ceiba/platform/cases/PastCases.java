package bz.ceiba.platform.cases;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseChanges.Mover;
import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes in cases with their histories, by the rules of their definitions: each step must be possible and its deadlines are
 * reckoned as they were at its time. Nothing goes out: no bill, no notice, no document. For made-up cases of the
 * demonstration, and for those that an agency brings from an older system.
 */
@Component
public class PastCases {
    private record Event(CaseFile after, @Nullable String from, PastCase.Step step) {}

    private record Taken(PastCase past, CaseFile file, Instant since, List<Event> events) {}

    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final Services services;
    private final CaseChanges changes;
    private final Country country;

    PastCases(JdbcClient db, JdbcTemplate batches, Services services, CaseChanges changes, Country country) {
        this.db = db;
        this.batches = batches;
        this.services = services;
        this.changes = changes;
        this.country = country;
    }

    /** Whether there is no case at all. */
    @Transactional(readOnly = true)
    public boolean isEmpty() {
        return !db.sql("select exists (select 1 from cases.case_file)")
                .query(Boolean.class)
                .single();
    }

    /**
     * Takes them in, all or none.
     *
     * @throws IllegalStateException when a step is not possible by the case's definition
     */
    @Transactional
    public void add(List<PastCase> pasts) {
        List<Taken> taken = pasts.stream().map(this::taken).toList();
        batches.batchUpdate("""
                insert into cases.case_file (number, service, version, agency, person, person_name, form, facts, state,
                  revision, officer, officer_name, decided_by, district, assurance, language, urgent, submitted_at,
                  started_on, due_on, days_left, closed_at, outcome, waiting, waiting_since, submission_key, timer_at,
                  escalate_at)
                values (?, ?, ?, ?, ?, ?, cast(? as jsonb), cast(? as jsonb), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                  ?, ?, ?, ?, ?)
                """, taken.stream().map(this::row).toList());
        batches.batchUpdate(
                """
                insert into cases.search (number, agency, submitted_at, terms)
                values (?, ?, ?, array_to_tsvector(string_to_array(?, ' ')))
                """,
                taken.stream()
                        .map(t -> new Object[] {
                            t.file().number().text(),
                            t.file().agency(),
                            Timestamp.from(t.file().submittedAt()),
                            String.join(" ", SearchTerms.of(t.past().definition(), t.file()))
                        })
                        .toList());
        batches.batchUpdate(
                """
                insert into cases.event (number, revision, at, transition, from_state, to_state, actor, actor_name, input)
                values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))
                """,
                taken.stream()
                        .flatMap(t -> t.events().stream())
                        .map(PastCases::row)
                        .toList());
    }

    private Taken taken(PastCase past) {
        Expressions expressions = services.expressions(past.definition());
        CaseFile file = opened(past, expressions);
        List<Event> events = new ArrayList<>();
        events.add(new Event(
                file,
                null,
                new PastCase.Step(
                        "submit", past.submittedAt(), past.person(), past.personName(), Cases.empty(), Cases.empty())));
        Instant since = past.submittedAt();
        for (PastCase.Step step : past.steps()) {
            CaseFile next = next(past, expressions, file, step);
            events.add(new Event(next, file.state(), step));
            since = next.state().equals(file.state()) ? since : step.at();
            file = next;
        }
        return new Taken(past, file, since, events);
    }

    private CaseFile opened(PastCase past, Expressions expressions) {
        ServiceDefinition definition = past.definition();
        String urgent = definition.urgent();
        CaseFile bare = new CaseFile(
                past.number(),
                definition.id(),
                definition.version(),
                definition.agency(),
                past.person(),
                past.personName(),
                null,
                past.form(),
                Cases.empty(),
                definition.initial(),
                1,
                null,
                null,
                null,
                null,
                definition.assurance().name().toLowerCase(Locale.ROOT),
                past.language(),
                urgent != null && expressions.test(urgent, past.form(), Cases.empty(), null),
                past.submittedAt(),
                null,
                null,
                null,
                null,
                null);
        return deadline(definition, expressions, past.submittedAt()).entering(bare, definition.initial());
    }

    private Deadline deadline(ServiceDefinition definition, Expressions expressions, Instant at) {
        return new Deadline(definition, expressions, country.workingDays(), LocalDate.ofInstant(at, Country.ZONE));
    }

    private CaseFile next(PastCase past, Expressions expressions, CaseFile file, PastCase.Step step) {
        PersonNumber actor = step.actor();
        if (step.transition().equals(PastCase.CLAIM)) {
            return Revised.assigned(file, actor, step.actorName());
        }
        Transition transition = past.definition()
                .transition(step.transition())
                .filter(t -> t.from().contains(file.state()))
                .orElseThrow(() -> impossible(file, step));
        ObjectNode facts = file.facts().deepCopy();
        facts.setAll(step.facts());
        String guard = transition.guard();
        if (guard != null && !expressions.test(guard, file.form(), facts, file)) {
            throw impossible(file, step);
        }
        boolean officer = transition.by() == By.OFFICER
                || transition.by() == By.OTHER_OFFICER
                || transition.by() == By.SUPERVISOR;
        Mover mover = actor == null ? Mover.SYSTEM : new Mover(actor.digits(), step.actorName(), officer, null);
        CaseFile revised = Revised.of(file, transition, facts, mover, step.at(), past.definition(), file.agency());
        return deadline(past.definition(), expressions, step.at()).entering(revised, transition.to());
    }

    private static IllegalStateException impossible(CaseFile file, PastCase.Step step) {
        return new IllegalStateException(file.number() + ": the step '" + step.transition()
                + "' is not possible in the state '" + file.state() + "'");
    }

    private Object[] row(Taken taken) {
        CaseFile c = taken.file();
        ServiceDefinition definition = taken.past().definition();
        return new Object[] {
            c.number().text(),
            c.service(),
            c.version(),
            c.agency(),
            c.person().digits(),
            c.personName(),
            c.form().toString(),
            c.facts().toString(),
            c.state(),
            c.revision(),
            digits(c.officer()),
            c.officerName(),
            digits(c.decidedBy()),
            c.district(),
            c.assurance(),
            c.language(),
            c.urgent(),
            Timestamp.from(c.submittedAt()),
            c.startedOn(),
            c.dueOn(),
            c.daysLeft(),
            timestamp(c.closedAt()),
            c.outcome(),
            definition.state(c.state()).waiting().name().toLowerCase(Locale.ROOT),
            Timestamp.from(taken.since()),
            "past/" + c.number(),
            timestamp(timer(definition, c, taken.since())),
            timestamp(changes.escalation(definition, c).first())
        };
    }

    private static @Nullable Instant timer(ServiceDefinition definition, CaseFile file, Instant since) {
        return definition
                .timer(file.state())
                .map(Transition::after)
                .map(days -> since.plus(Duration.ofDays(days)))
                .orElse(null);
    }

    private static Object[] row(Event event) {
        PastCase.Step step = event.step();
        return new Object[] {
            event.after().number().text(),
            event.after().revision(),
            Timestamp.from(step.at()),
            step.transition(),
            event.from(),
            event.after().state(),
            Optional.ofNullable(step.actor()).map(PersonNumber::digits).orElse(AuditEntry.SYSTEM),
            step.actorName(),
            step.input().toString()
        };
    }

    private static @Nullable String digits(@Nullable PersonNumber person) {
        return person == null ? null : person.digits();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
