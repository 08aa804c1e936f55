package bz.ceiba.systems.transport;

import bz.ceiba.platform.documents.DeviceStatement;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tickets that were accepted, and what is held for a person to look at. */
@Component
class Tickets {
    private static final int MOST = 200;

    private record Both(Ticket.KnownAt then, Ticket.KnownAt now) {}

    /** A number that was lent. */
    record Lent(UUID device, Instant at) {}

    private static final String INSERT = """
            insert into transport.ticket (number, device, officer, agency, offence, at, written_at, clock_behind, received_at, serial, cents,
              points, place, road, mile, latitude, longitude, accuracy, plate, driver, liable, known, flags, signed)
            values (:number, :device, :officer, :agency, :offence, :at, :writtenAt, make_interval(secs => :behind), :receivedAt, :serial,
              :cents, :points, :place, :road, :mile, :latitude, :longitude, :accuracy, :plate, :driver, :liable, cast(:known as jsonb), :flags, :signed)
            """;

    private final JdbcClient db;
    private final NamedParameterJdbcTemplate batches;
    private final JsonMapper json;
    private final Clock clock;

    Tickets(JdbcClient db, NamedParameterJdbcTemplate batches, JsonMapper json, Clock clock) {
        this.db = db;
        this.batches = batches;
        this.json = json;
        this.clock = clock;
    }

    Optional<Ticket> find(CaseNumber number) {
        return db.sql("select *, extract(epoch from clock_behind) as behind from transport.ticket where number = ?")
                .param(number.text())
                .query(this::read)
                .optional();
    }

    /** To whom a number was lent; nobody else uses it until the current transaction ends. */
    Optional<Lent> lent(CaseNumber number) {
        return db.sql("select device, lent_at from transport.lent_number where number = ? for update")
                .param(number.text())
                .query((row, n) -> new Lent(row.getObject("device", UUID.class), instant(row, "lent_at")))
                .optional();
    }

    /** Whether a ticket of this phone with a lower serial was written later, or one with a higher serial earlier. */
    boolean isOutOfOrder(UUID device, int serial, Instant writtenAt) {
        return db.sql("""
                select coalesce((select written_at from transport.ticket
                    where device = :device and serial < :serial order by serial desc limit 1) > :written, false)
                  or coalesce((select written_at from transport.ticket
                    where device = :device and serial > :serial order by serial limit 1) < :written, false)
                """)
                .param("device", device)
                .param("serial", serial)
                .param("written", writtenAt.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    void insert(Ticket ticket) {
        db.sql("update transport.lent_number set used_at = ? where number = ?")
                .param(ticket.receivedAt().atOffset(ZoneOffset.UTC))
                .param(ticket.number().text())
                .update();
        db.sql(INSERT).paramSource(parameters(ticket)).update();
    }

    /** Many at once, whose numbers were lent and used. */
    void insertAll(List<Ticket> all) {
        batches.batchUpdate(INSERT, all.stream().map(this::parameters).toArray(SqlParameterSource[]::new));
    }

    private SqlParameterSource parameters(Ticket ticket) {
        return new MapSqlParameterSource()
                .addValue("number", ticket.number().text())
                .addValue("device", ticket.device())
                .addValue("officer", ticket.officer())
                .addValue("agency", ticket.agency())
                .addValue("offence", ticket.offence())
                .addValue("at", ticket.at().atOffset(ZoneOffset.UTC))
                .addValue("writtenAt", ticket.writtenAt().atOffset(ZoneOffset.UTC))
                .addValue("behind", ticket.clockBehind().toMillis() / 1000.0)
                .addValue("receivedAt", ticket.receivedAt().atOffset(ZoneOffset.UTC))
                .addValue("serial", ticket.serial())
                .addValue("cents", ticket.penalty().cents())
                .addValue("points", ticket.points())
                .addValue("place", ticket.place(), java.sql.Types.VARCHAR)
                .addValue("road", ticket.road(), java.sql.Types.VARCHAR)
                .addValue("mile", ticket.mile(), java.sql.Types.NUMERIC)
                .addValue("latitude", ticket.latitude(), java.sql.Types.DOUBLE)
                .addValue("longitude", ticket.longitude(), java.sql.Types.DOUBLE)
                .addValue("accuracy", ticket.accuracy(), java.sql.Types.DOUBLE)
                .addValue("plate", ticket.plate(), java.sql.Types.VARCHAR)
                .addValue("driver", digits(ticket.driver()), java.sql.Types.VARCHAR)
                .addValue("liable", ticket.liable().digits())
                .addValue("known", json.writeValueAsString(new Both(ticket.then(), ticket.now())))
                .addValue("flags", ticket.flags().toArray(String[]::new))
                .addValue("signed", ticket.signed());
    }

    static @Nullable Double mile(ResultSet row) throws SQLException {
        java.math.BigDecimal mile = row.getBigDecimal("mile");
        return mile == null ? null : mile.doubleValue();
    }

    private static @Nullable String digits(@Nullable PersonNumber person) {
        return person == null ? null : person.digits();
    }

    /** Keeps what could not be accepted; what comes again is there already. */
    void hold(
            String signed,
            String number,
            @Nullable UUID device,
            String broughtBy,
            String agency,
            String reason,
            @Nullable UUID photo,
            @Nullable UUID signature) {
        db.sql("""
                insert into transport.held_ticket (id, digest, number, device, brought_by, agency, reason, signed, photo, signature, received_at)
                values (:id, :digest, :number, :device, :by, :agency, :reason, :signed, :photo, :signature, :now) on conflict (digest) do nothing
                """)
                .param("id", Ids.next(clock))
                .param("digest", Sha256.of(signed.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .param("number", keepable(number))
                .param("device", device, java.sql.Types.OTHER)
                .param("by", broughtBy)
                .param("agency", agency)
                .param("reason", reason)
                .param("signed", keepable(signed))
                .param("photo", photo, java.sql.Types.OTHER)
                .param("signature", signature, java.sql.Types.OTHER)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static String keepable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    List<HeldTicket> held() {
        return db.sql("""
                select id, number, reason, signed, received_at, agency, photo, signature from transport.held_ticket
                where closed_at is null order by received_at limit
                """ + " " + MOST)
                .query((row, n) -> new HeldTicket(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        row.getString("reason"),
                        DeviceStatement.parse(row.getString("signed"))
                                .flatMap(one -> one.says(json, WrittenTicket.class))
                                .map(json::<tools.jackson.databind.JsonNode>valueToTree)
                                .map(tree -> tree.propertyStream()
                                        .filter(field -> !field.getValue().isNull())
                                        .collect(java.util.stream.Collectors.toMap(
                                                Map.Entry::getKey,
                                                field -> field.getValue().asString(""),
                                                (a, b) -> a,
                                                java.util.LinkedHashMap::new)))
                                .orElseGet(java.util.LinkedHashMap::new),
                        instant(row, "received_at"),
                        row.getString("agency"),
                        row.getString("signed"),
                        row.getObject("photo", UUID.class),
                        row.getObject("signature", UUID.class)))
                .list();
    }

    /** Answers whether it was open. */
    boolean close(UUID id, String by, String note) {
        return db.sql("""
                        update transport.held_ticket set closed_at = :now, closed_by = :by, note = :note where id = :id and closed_at is null
                        """)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("by", by)
                        .param("note", note)
                        .param("id", id)
                        .update()
                == 1;
    }

    private Ticket read(ResultSet row, int n) throws SQLException {
        Both both = json.readValue(row.getString("known"), Both.class);
        String driver = row.getString("driver");
        return new Ticket(
                new CaseNumber(row.getString("number")),
                row.getObject("device", UUID.class),
                row.getString("officer"),
                row.getString("agency"),
                row.getString("offence"),
                instant(row, "at"),
                instant(row, "written_at"),
                Duration.ofMillis(Math.round(1000 * row.getDouble("behind"))),
                instant(row, "received_at"),
                row.getInt("serial"),
                Money.ofCents(row.getLong("cents")),
                row.getInt("points"),
                row.getString("place"),
                row.getString("road"),
                mile(row),
                (Double) row.getObject("latitude"),
                (Double) row.getObject("longitude"),
                (Double) row.getObject("accuracy"),
                row.getString("plate"),
                driver == null ? null : new PersonNumber(driver),
                new PersonNumber(row.getString("liable")),
                both.then(),
                both.now(),
                List.of((String[]) row.getArray("flags").getArray()),
                row.getString("signed"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
