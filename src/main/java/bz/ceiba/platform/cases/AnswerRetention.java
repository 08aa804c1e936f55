package bz.ceiba.platform.cases;

import bz.ceiba.platform.documents.Destructions;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Assessments;
import bz.ceiba.platform.exchange.Processing;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.KeptForCase;
import bz.ceiba.platform.kernel.PersonNumber;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erases what was answered and written in cases that were closed so long ago that, by the register of processing, it may not be kept any
 * longer. Number, service, steps and outcome stay: the applicant may still prove that there was a decision. What is under a legal hold stays,
 * and what a document that still counts was issued on.
 */
@Component
class AnswerRetention {
    private static final String ANSWERS = "answers";
    private static final int BATCH = 100;

    private record Due(CaseNumber number, PersonNumber person, Instant submittedAt) {}

    private final JdbcClient db;
    private final Agreements agreements;
    private final Services services;
    private final Destructions destructions;
    private final Documents documents;
    private final ObjectProvider<KeptForCase> kept;
    private final TransactionTemplate transaction;
    private final Clock clock;

    AnswerRetention(
            JdbcClient db,
            Agreements agreements,
            Services services,
            Destructions destructions,
            Documents documents,
            ObjectProvider<KeptForCase> kept,
            TransactionTemplate transaction,
            Clock clock) {
        this.db = db;
        this.agreements = agreements;
        this.services = services;
        this.destructions = destructions;
        this.documents = documents;
        this.kept = kept;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Goes once through all that is due; nothing is while the data policy's numbers are confirmed by nobody. Answers how many were erased. */
    int round() {
        return agreements.catalogue().policy().demo() ? 0 : round(schedule());
    }

    /** For how long each service keeps answers; a service that keeps them by law is not in it. */
    Map<String, Period> schedule() {
        Assessments assessments = Assessments.load(agreements.catalogue());
        Map<String, Period> schedule = new TreeMap<>();
        for (ServiceDefinition definition : services.published()) {
            assessments
                    .processing(definition.id())
                    .map(Processing::keptDays)
                    .ifPresent(days -> schedule.put(definition.id(), Period.ofDays(days)));
        }
        return schedule;
    }

    int round(Map<String, Period> schedule) {
        int count = 0;
        for (Map.Entry<String, Period> rule : schedule.entrySet()) {
            count += round(rule.getKey(), rule.getValue());
        }
        return count;
    }

    private int round(String service, Period period) {
        Instant before = clock.instant().atZone(Country.ZONE).minus(period).toInstant();
        int count = 0;
        List<Due> page = due(service, before, "");
        while (!page.isEmpty()) {
            for (Due one : page) {
                Boolean erased = transaction.execute(status -> erase(one, period, before));
                count += Boolean.TRUE.equals(erased) ? 1 : 0;
            }
            page = due(service, before, page.getLast().number().text());
        }
        return count;
    }

    /** A page, by number: what must stay is passed over and does not hide what is due. */
    private List<Due> due(String service, Instant before, String after) {
        return db.sql("""
                select number, person, submitted_at from cases.case_file
                where service = :service and closed_at < :before and person_name <> '' and timer_at is null and number > :after
                order by number limit :limit
                """)
                .param("service", service)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("after", after)
                .param("limit", BATCH)
                .query((row, n) -> new Due(
                        new CaseNumber(row.getString("number")),
                        new PersonNumber(row.getString("person")),
                        row.getObject("submitted_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private boolean erase(Due one, Period period, Instant before) {
        if (destructions.isHeld(one.number()) || isInUse(one.number())) {
            return false;
        }
        boolean erased = db.sql("select cases.erase(:number, :before)")
                .param("number", one.number().text())
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
        if (erased) {
            kept.orderedStream().forEach(room -> room.erase(one.number()));
            destructions.record(
                    one.number().text(),
                    ANSWERS,
                    period.toString(),
                    one.person(),
                    new String[0],
                    one.submittedAt(),
                    one.number());
        }
        return erased;
    }

    /** Whether somebody may rely on a document of the case, whose reasons must then be there. */
    private boolean isInUse(CaseNumber number) {
        LocalDate today = Country.today(clock);
        return documents.of(number).stream()
                .anyMatch(document -> document.revokedAt() == null
                        && document.validUntil() != null
                        && !document.validUntil().isBefore(today));
    }

    @Configuration(proxyBeanMethods = false)
    static class Daily {
        @Bean
        Task<Void> eraseAnswers(AnswerRetention retention) {
            return Tasks.recurring("cases.erase-answers", FixedDelay.ofHours(24))
                    .execute((instance, context) -> retention.round());
        }
    }
}
