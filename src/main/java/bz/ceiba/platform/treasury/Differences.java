package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The list of what a treasury officer must look at. */
@Component
class Differences {
    private static final String SELECT = """
            select number, kind, line, subject, cents, expected, about, since, state, revision, action, reason, acted_by,
              acted_by_name, acted_at
            from treasury.exception
            """;
    private static final int MOST = 200;
    private static final int LONGEST_ABOUT = 300;

    private final JdbcClient db;
    private final Clock clock;

    Differences(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Difference read(ResultSet row, int number) throws SQLException {
        Long expected = row.getObject("expected", Long.class);
        String action = row.getString("action");
        OffsetDateTime actedAt = row.getObject("acted_at", OffsetDateTime.class);
        return new Difference(
                row.getLong("number"),
                DifferenceKind.valueOf(row.getString("kind")),
                row.getObject("line", UUID.class),
                row.getString("subject"),
                Money.ofCents(row.getLong("cents")),
                expected == null ? null : Money.ofCents(expected),
                row.getString("about"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                DifferenceState.valueOf(row.getString("state")),
                row.getInt("revision"),
                action == null ? null : Action.valueOf(action),
                row.getString("reason"),
                row.getString("acted_by"),
                row.getString("acted_by_name"),
                actedAt == null ? null : actedAt.toInstant());
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(LONGEST_ABOUT, text.length()));
    }

    /** Opens one about a line. */
    void open(DifferenceKind kind, Line line, @Nullable Money expected, String about) {
        db.sql("""
                insert into treasury.exception (kind, line, cents, expected, about, since)
                values (:kind, :line, :cents, cast(:expected as bigint), :about, :now)
                """)
                .param("kind", kind.name())
                .param("line", line.id())
                .param("cents", line.amount().cents())
                .param("expected", expected == null ? null : expected.cents())
                .param("about", shortened(about))
                .param("now", now())
                .update();
    }

    /** Opens one about something else, unless there is one about it; what had been cleared is opened anew. */
    void open(
            DifferenceKind kind, String subject, Money amount, @Nullable Money expected, String about, Instant since) {
        db.sql("""
                insert into treasury.exception as e (kind, subject, cents, expected, about, since)
                values (:kind, :subject, :cents, cast(:expected as bigint), :about, :since)
                on conflict (kind, subject) where subject is not null do update
                set cents = excluded.cents, expected = excluded.expected, revision = e.revision + 1,
                    state = case when e.state = 'DONE' then 'OPEN' else e.state end
                where e.kind = 'SPLIT' or e.action = 'CLEARED'
                """)
                .param("kind", kind.name())
                .param("subject", subject)
                .param("cents", amount.cents())
                .param("expected", expected == null ? null : expected.cents())
                .param("about", shortened(about))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Ends those about these subjects because what came later settled them. */
    void cleared(DifferenceKind kind, Collection<String> subjects) {
        db.sql("""
                update treasury.exception set state = 'DONE', action = 'CLEARED', acted_at = :now, revision = revision + 1
                where kind = :kind and subject = any(:subjects) and state <> 'DONE'
                """)
                .param("kind", kind.name())
                .param("subjects", subjects.toArray(String[]::new))
                .param("now", now())
                .update();
    }

    /** Ends the one about a line because another line settled it. */
    void cleared(UUID line) {
        db.sql("""
                update treasury.exception set state = 'DONE', action = 'CLEARED', acted_at = :now, revision = revision + 1
                where line = :line and state <> 'DONE'
                """).param("line", line).param("now", now()).update();
    }

    /** Subjects of one kind that are not done. */
    List<String> subjects(DifferenceKind kind, String prefix) {
        return db.sql("""
                select subject from treasury.exception where kind = :kind and starts_with(subject, :prefix) and state <> 'DONE'
                """)
                .param("kind", kind.name())
                .param("prefix", prefix)
                .query(String.class)
                .list();
    }

    /** Those that are not done, the oldest first; of one kind if one is given, and not younger than an instant. */
    List<Difference> open(@Nullable DifferenceKind kind, Instant notAfter) {
        return db.sql(SELECT + """
                where state <> 'DONE' and since <= :then and (cast(:kind as text) is null or kind = :kind)
                order by since, number limit :most
                """)
                .param("kind", kind == null ? null : kind.name())
                .param("then", notAfter.atOffset(ZoneOffset.UTC))
                .param("most", MOST)
                .query(Differences::read)
                .list();
    }

    /** How many of each kind are not done. */
    Map<DifferenceKind, Integer> counts() {
        Map<DifferenceKind, Integer> counts = new EnumMap<>(DifferenceKind.class);
        db.sql("select kind, count(*) as n from treasury.exception where state <> 'DONE' group by kind")
                .query((row, n) -> counts.put(DifferenceKind.valueOf(row.getString("kind")), row.getInt("n")))
                .list();
        return counts;
    }

    Optional<Difference> find(long number) {
        return db.sql(SELECT + "where number = :number")
                .param("number", number)
                .query(Differences::read)
                .optional();
    }

    Optional<Difference> ofLine(UUID line) {
        return db.sql(SELECT + "where line = :line and state <> 'DONE'")
                .param("line", line)
                .query(Differences::read)
                .optional();
    }

    /**
     * The one that an officer saw, which nobody else changes until the current transaction ends.
     *
     * @throws Problem NOT_FOUND, or CONFLICT when somebody changed it since
     */
    Difference locked(long number, int revision) {
        Difference difference = db.sql(SELECT + "where number = :number for update")
                .param("number", number)
                .query(Differences::read)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "treasury.problem.no-exception"));
        if (difference.revision() != revision || !difference.isOpen()) {
            throw new Problem(Problem.Kind.CONFLICT, "treasury.problem.exception-changed");
        }
        return difference;
    }

    /** Writes down what an officer did, or proposes. */
    void act(Difference difference, DifferenceState state, Action action, String reason, Actor by) {
        db.sql("""
                update treasury.exception set state = :state, action = :action, reason = :reason, acted_by = :by,
                  acted_by_name = :name, acted_at = :now, decided_by = null, decided_at = null, revision = revision + 1
                where number = :number
                """)
                .param("number", difference.number())
                .param("state", state.name())
                .param("action", action.name())
                .param("reason", reason)
                .param("by", by.number())
                .param("name", by.name())
                .param("now", now())
                .update();
    }

    /** Writes down what a second officer decided: done as proposed, or open again. */
    void decide(Difference difference, boolean approved, Actor by) {
        db.sql("""
                update treasury.exception
                set state = case when :approved then 'DONE' else 'OPEN' end, decided_by = :by, decided_at = :now,
                  revision = revision + 1
                where number = :number and state = 'PROPOSED'
                """)
                .param("number", difference.number())
                .param("approved", approved)
                .param("by", by.number())
                .param("now", now())
                .update();
    }
}
