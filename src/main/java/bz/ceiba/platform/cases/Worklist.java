package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
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
        /** Those I have. */
        MINE,
        /** Those that wait for any officer and nobody has. */
        FREE,
        /** Those that wait for an officer, whoever has them. */
        ALL,
        /** Those that wait for the applicant; the clock stands still. */
        APPLICANT
    }

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

    Worklist(JdbcClient db) {
        this.db = db;
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
                    case MINE -> "officer = :me and agency = :agency";
                    case FREE -> "agency = :agency and waiting = 'officer' and officer is null";
                    case ALL -> "agency = :agency and waiting = 'officer'";
                    case APPLICANT -> "agency = :agency and waiting = 'applicant'";
                };
        String from = after == null
                ? ""
                : "and (not urgent, coalesce(due_on, date '9999-12-31'), number) > (not :urgent, :due, :number)";
        JdbcClient.StatementSpec query =
                db.sql("""
                select number, service, version, person_name, form ->> 'purpose' as purpose, state, urgent, officer_name,
                  submitted_at, due_on, days_left
                from cases.case_file
                where closed_at is null and %s %s
                order by (not urgent), coalesce(due_on, date '9999-12-31'), number
                limit :limit
                """.formatted(filter, from)).param("agency", agency).param("limit", PAGE + 1);
        if (which == Which.MINE) {
            query = query.param("me", me.digits());
        }
        if (after != null) {
            query = query.param("urgent", after.urgent())
                    .param("due", after.due())
                    .param("number", after.number());
        }
        return query.query(Worklist::line).list();
    }

    /** How many open cases an officer has. */
    @Transactional(readOnly = true)
    int mine(PersonNumber me) {
        return db.sql("select count(*) from cases.case_file where officer = ? and closed_at is null")
                .param(me.digits())
                .query(Integer.class)
                .single();
    }

    static After after(WorklistLine line) {
        LocalDate due = line.due();
        return new After(
                line.urgent(), due == null ? NO_DATE : due, line.number().text());
    }

    private static WorklistLine line(ResultSet row, int index) throws SQLException {
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
