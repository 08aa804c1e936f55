package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who is stopped each time asks here. He gets a number at once; when an officer has seen that he is somebody else than those for whom he is taken, the
 * number says so at each crossing, with whatever passport. What stands on a list is told to nobody.
 */
@Component
class Redress {
    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LONG = 10;

    private final JdbcClient db;
    private final JsonMapper json;
    private final Watchlists watchlists;
    private final Screenings rows;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Redress(
            JdbcClient db,
            JsonMapper json,
            Watchlists watchlists,
            Screenings rows,
            TransactionTemplate transaction,
            Audit audit,
            Clock clock) {
        this.db = db;
        this.json = json;
        this.watchlists = watchlists;
        this.rows = rows;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A request.
     *
     * @param answer CLEARED, NOTHING (no list means him) or STANDS (an officer will go on looking); null before it is answered
     */
    record Request(
            String number,
            Traveller traveller,
            String story,
            Instant askedAt,
            @Nullable String answer) {}

    /** Under which clearances of a number are kept: it helps nobody who was born on another day. */
    static String who(String number, String born) {
        return "redress:" + number.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "") + ":" + born;
    }

    /** Under which those of the passport that was named with a request are kept: nobody saw it, so it too helps only who was born on that day. */
    static String who(String issuer, String document, String born) {
        return "redress-passport:" + issuer + ":" + document + ":" + born;
    }

    /** Takes a request; answers its number. */
    String ask(Traveller traveller, String story, Locale locale) {
        StringBuilder number = new StringBuilder("R");
        for (int i = 1; i < LONG; i++) {
            number.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        db.sql("insert into border.redress (number, input, story, language, asked_at) values (?, ?::jsonb, ?, ?, ?)")
                .params(
                        number.toString(),
                        json.writeValueAsString(traveller),
                        story,
                        locale.getLanguage(),
                        Timestamp.from(clock.instant()))
                .update();
        return number.toString();
    }

    private static List<String> whose(Request request) {
        Traveller traveller = request.traveller();
        String passport = WatchEntry.Document.folded(traveller.documentNumber());
        return List.of(
                who(request.number(), traveller.born()), who(traveller.documentIssuer(), passport, traveller.born()));
    }

    private static final String REQUESTS = "select number, input::text, story, asked_at, answer from border.redress ";

    private Request request(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Request(
                row.getString("number"),
                json.readValue(row.getString("input"), Traveller.class),
                row.getString("story"),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("answer"));
    }

    List<Request> open() {
        return db.sql(REQUESTS + "where answer is null order by asked_at limit 100")
                .query(this::request)
                .list();
    }

    Optional<Request> find(String number) {
        return db.sql(REQUESTS + "where number = ?")
                .param(number.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", ""))
                .query(this::request)
                .optional();
    }

    /** What he asks about himself: nothing when number and birth date do not belong together. */
    Optional<Request> find(String number, String born) {
        return find(number).filter(request -> request.traveller().born().equals(born));
    }

    /** For whom he may be taken. */
    List<Found> candidates(Request request) {
        return watchlists.now().find(request.traveller());
    }

    /**
     * An officer answers.
     *
     * @param others list and entry, with a slash between, of those whom he is not
     * @throws Problem CONFLICT when it was answered
     */
    void answer(Actor actor, String number, List<String> others, boolean stands, String why) {
        transaction.executeWithoutResult(status -> {
            Request request =
                    find(number).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found"));
            Instant now = clock.instant();
            List<Found> candidates = candidates(request);
            String answer = stands ? "STANDS" : candidates.isEmpty() ? "NOTHING" : "CLEARED";
            int answered = db.sql("""
                            update border.redress set answer = ?, answered_by = ?, answered_at = ?, why = ? where number = ? and answer is null
                            """)
                    .params(answer, actor.number(), Timestamp.from(now), why, request.number())
                    .update();
            if (answered == 0) {
                throw new Problem(Problem.Kind.CONFLICT, "border.problem.judged");
            }
            candidates.stream()
                    .map(Found::entry)
                    .filter(entry -> others.contains(entry.list() + "/" + entry.id()))
                    .forEach(entry -> whose(request)
                            .forEach(who -> rows.clear(
                                    who,
                                    entry.list(),
                                    entry.id(),
                                    entry.digest(),
                                    actor.number(),
                                    why,
                                    now,
                                    now.plus(JudgeMatches.REMEMBERED))));
            audit.record(actor.doesFor(
                    ScreeningDesk.AGENCY,
                    AuditEvent.MATCH_JUDGED,
                    Map.of("redress", request.number(), "verdict", answer)));
        });
    }
}
