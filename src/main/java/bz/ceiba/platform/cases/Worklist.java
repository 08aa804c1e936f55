package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The open cases of an agency as its officers see them: urgent first, then by deadline. */
@Component
class Worklist {
    static final int PAGE = 50;

    /** Which of them. */
    enum Which {
        /** Those I have, and those of colleagues on leave for whom I stand in. */
        MINE,
        /** Those that wait for any officer and nobody has. */
        FREE,
        /** Those that wait for an officer, whoever has them. */
        ALL,
        /** Those that wait for the applicant; the clock stands still. */
        APPLICANT,
        /** Those that are overdue and have come to the supervisors of the agency, also from agencies below. */
        LATE
    }

    private static final String MY_CASES = """
            agency = :agency and officer = any(array_append(array(
              select d.officer from cases.delegation d
              where d.delegate = :me and d.agency = :agency and d.ended_at is null
                and :today between d.from_day and d.to_day), :me))
            """;

    /** Where a page begins: after this line. */
    record After(boolean urgent, LocalDate due, String number) {
        /** Reads what {@link #toString} wrote; empty when it is nothing of the kind. */
        static Optional<After> parse(String text) {
            String[] parts = text.split("_", -1);
            try {
                return parts.length == 3
                        ? Optional.of(new After(parts[0].equals("u"), LocalDate.parse(parts[1]), parts[2]))
                        : Optional.empty();
            } catch (java.time.DateTimeException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return (urgent ? "u" : "n") + "_" + due + "_" + number;
        }
    }

    private static final LocalDate NO_DATE = LocalDate.of(9999, 12, 31);

    private final JdbcClient db;
    private final Clock clock;

    Worklist(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * A page of at most 50 lines, and one more if there are more.
     *
     * @param after where to go on, or null for the beginning
     */
    @Transactional(readOnly = true)
    List<WorklistLine> page(String agency, Which which, PersonNumber me, @Nullable After after) {
        String filter =
                switch (which) {
                    case MINE -> MY_CASES;
                    case FREE -> "agency = :agency and waiting = 'officer' and officer is null";
                    case ALL -> "agency = :agency and waiting = 'officer'";
                    case APPLICANT -> "agency = :agency and waiting = 'applicant'";
                    case LATE -> "(escalated_to = :agency or agency = :agency and escalated_to is not null)";
                };
        String from = after == null
                ? ""
                : "and (not urgent, coalesce(due_on, date '9999-12-31'), number) > (not :urgent, :due, :number)";
        JdbcClient.StatementSpec query =
                db.sql("""
                select number, service, version, person_name, form ->> 'purpose' as purpose, state, urgent, officer,
                  officer_name, submitted_at, due_on, days_left
                from cases.case_file
                where closed_at is null and %s %s
                order by (not urgent), coalesce(due_on, date '9999-12-31'), number
                limit :limit
                """.formatted(filter, from)).param("agency", agency).param("limit", PAGE + 1);
        if (which == Which.MINE) {
            query = query.param("me", me.digits()).param("today", Country.today(clock));
        }
        if (after != null) {
            query = query.param("urgent", after.urgent())
                    .param("due", after.due())
                    .param("number", after.number());
        }
        return query.query(Worklist::line).list();
    }

    /** How many open cases an officer has, with those of colleagues on leave. */
    @Transactional(readOnly = true)
    int mine(String agency, PersonNumber me) {
        return db.sql("select count(*) from cases.case_file where closed_at is null and " + MY_CASES)
                .param("me", me.digits())
                .param("agency", agency)
                .param("today", Country.today(clock))
                .query(Integer.class)
                .single();
    }

    static After after(WorklistLine line) {
        LocalDate due = line.due();
        return new After(
                line.urgent(), due == null ? NO_DATE : due, line.number().text());
    }

    static WorklistLine line(ResultSet row, int index) throws SQLException {
        String purpose = row.getString("purpose");
        return new WorklistLine(
                new CaseNumber(row.getString("number")),
                row.getString("service"),
                row.getInt("version"),
                row.getString("person_name"),
                purpose == null ? "" : purpose,
                row.getString("state"),
                row.getBoolean("urgent"),
                row.getString("officer_name"),
                row.getTimestamp("submitted_at").toInstant(),
                row.getObject("due_on", LocalDate.class),
                row.getObject("days_left", Integer.class));
    }
}
