package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.border.carrier.Carriers;
import bz.ceiba.systems.border.carrier.Voyage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What figures need of each arrival of which Immigration decided: no name, no document, and after a while no declaration. */
@Component
class ArrivalRecords {
    /** Who is decided of later than that did not stand in a queue. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);

    private final JdbcClient db;
    private final Declarations declarations;
    private final Carriers carriers;
    private final Clock clock;

    ArrivalRecords(JdbcClient db, Declarations declarations, Carriers carriers, Clock clock) {
        this.db = db;
        this.declarations = declarations;
        this.carriers = carriers;
        this.clock = clock;
    }

    /** That an officer has a declaration before him; the first time counts. */
    void looked(String number) {
        db.sql("update border.declaration set looked_at = :now where number = :number and looked_at is null")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("number", number)
                .update();
    }

    /** Notes a decision, within its transaction. Waiting ends with the first that is final; what is decided later changes the outcome alone. */
    void note(Declaration declaration, Decision decision, Instant at) {
        JsonNode own = part(declaration, Part.IMMIGRATION);
        db.sql("""
                insert into border.arrival as a (number, position, outcome, port, day, decided_at, nationality, purpose, nights,
                  since_landing, since_look)
                values (:number, :position, :outcome, :port, :day, :at, :nationality, :purpose, :nights, :landing, :look)
                on conflict (number, position) do update set outcome = excluded.outcome, port = excluded.port,
                  nationality = excluded.nationality, purpose = excluded.purpose, nights = excluded.nights,
                  day = case when a.outcome = 'REFER' then excluded.day else a.day end,
                  decided_at = case when a.outcome = 'REFER' then excluded.decided_at else a.decided_at end,
                  since_landing = case when a.outcome = 'REFER' then excluded.since_landing else a.since_landing end,
                  since_look = case when a.outcome = 'REFER' then excluded.since_look else a.since_look end
                """)
                .param("number", declaration.number())
                .param("position", decision.position())
                .param("outcome", decision.outcome().name())
                .param("port", declaration.port())
                .param("day", LocalDate.ofInstant(at, Country.ZONE))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param(
                        "nationality",
                        IcaoStates.iso(part(declaration, Part.BOTH)
                                .path("travellers")
                                .path(decision.position() - 1)
                                .path("nationality")
                                .asString("")))
                .param("purpose", own.path("purpose").asString(""))
                .param("nights", own.has("nights") ? own.path("nights").asInt(0) : null, java.sql.Types.INTEGER)
                .param("landing", seconds(landed(declaration), at), java.sql.Types.INTEGER)
                .param("look", seconds(firstLook(declaration.number()), at), java.sql.Types.INTEGER)
                .update();
    }

    private JsonNode part(Declaration declaration, Part part) {
        return declarations
                .part(declaration.number(), declaration.version(), part)
                .orElseGet(MissingNode::getInstance);
    }

    private @Nullable Instant landed(Declaration declaration) {
        return carriers.voyage(declaration.carrier(), declaration.travelDate())
                .map(Voyage::arrives)
                .orElse(null);
    }

    private @Nullable Instant firstLook(String number) {
        return db.sql("select looked_at from border.declaration where number = :number and looked_at is not null")
                .param("number", number)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    private static @Nullable Integer seconds(@Nullable Instant from, Instant to) {
        return Optional.ofNullable(from)
                .map(start -> Duration.between(start, to))
                .filter(wait -> !wait.isNegative() && wait.compareTo(LONGEST_WAIT) <= 0)
                .map(wait -> (int) wait.toSeconds())
                .orElse(null);
    }

    /** Parts the rows of erased declarations from them. */
    void forget() {
        db.sql("""
                update border.arrival a set number = null, decided_at = date_trunc('hour', a.decided_at)
                from border.declaration d where d.number = a.number and d.erased_at is not null
                """).update();
    }
}
