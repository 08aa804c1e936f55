package bz.ceiba.systems.identity.signin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The devices, and the wrong codes that came from none of them. */
@Component
class DeviceRows {
    private final JdbcClient db;

    DeviceRows(JdbcClient db) {
        this.db = db;
    }

    Optional<Device> find(byte[] cookieHash) {
        return db.sql("select * from identity.device where cookie_hash = :hash")
                .param("hash", cookieHash)
                .query((row, n) -> device(row))
                .optional();
    }

    /** A person's devices, also removed ones, the one used last first. */
    List<Device> of(UUID person) {
        return db.sql("select * from identity.device where person = :person order by last_at desc, id")
                .param("person", person)
                .query((row, n) -> device(row))
                .list();
    }

    /** Adds one, or notes that it was used again. */
    void keep(Device device) {
        Place place = device.place();
        db.sql("""
                insert into identity.device (id, person, cookie_hash, name, first_at, last_at, country, latitude, longitude, session_begun)
                values (:id, :person, :hash, :name, :first, :last, :country, :latitude, :longitude, :session)
                on conflict (cookie_hash) do update set name = excluded.name, first_at = excluded.first_at, last_at = excluded.last_at,
                  country = excluded.country, latitude = excluded.latitude, longitude = excluded.longitude,
                  session_begun = excluded.session_begun, removed_at = null
                """)
                .param("id", device.id())
                .param("person", device.person())
                .param("hash", device.cookieHash())
                .param("name", device.name())
                .param("first", time(device.firstAt()))
                .param("last", time(device.lastAt()))
                .param("country", place == null ? null : place.country(), Types.VARCHAR)
                .param("latitude", place == null ? null : place.latitude(), Types.DOUBLE)
                .param("longitude", place == null ? null : place.longitude(), Types.DOUBLE)
                .param("session", time(device.sessionBegun()), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    void alarm(UUID id, byte[] alarmHash, Instant until) {
        db.sql("update identity.device set alarm_hash = :hash, alarm_until = :until where id = :id")
                .param("id", id)
                .param("hash", alarmHash)
                .param("until", time(until))
                .update();
    }

    Optional<Device> byAlarm(byte[] alarmHash, Instant now) {
        return db.sql("select * from identity.device where alarm_hash = :hash and alarm_until > :now")
                .param("hash", alarmHash)
                .param("now", time(now))
                .query((row, n) -> device(row))
                .optional();
    }

    void remove(UUID id, Instant at) {
        db.sql("update identity.device set removed_at = :at, alarm_hash = null where id = :id and removed_at is null")
                .param("id", id)
                .param("at", time(at))
                .update();
    }

    /** Removes those used longest ago above so many. */
    void keepNewest(UUID person, int most) {
        db.sql("""
                delete from identity.device where id in (
                  select id from identity.device where person = :person order by last_at desc, id offset :most)
                """).param("person", person).param("most", most).update();
    }

    void forget(Instant unusedSince) {
        db.sql("delete from identity.device where last_at < :since")
                .param("since", time(unusedSince))
                .update();
    }

    /** Counts a wrong code for a number, whoever has it; what is older than the window counts no more. */
    void failed(String number, Instant now, Instant since) {
        db.sql("""
                insert into identity.failed_try as f (number, tries, last_at) values (:number, 1, :now)
                on conflict (number) do update set last_at = :now, tries = case when f.last_at < :since then 1 else f.tries + 1 end
                """)
                .param("number", number)
                .param("now", time(now))
                .param("since", time(since))
                .update();
    }

    int failures(String number, Instant since) {
        return db.sql("select tries from identity.failed_try where number = :number and last_at >= :since")
                .param("number", number)
                .param("since", time(since))
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    void forgetFailures(Instant before) {
        db.sql("delete from identity.failed_try where last_at < :before")
                .param("before", time(before))
                .update();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static Device device(ResultSet row) throws SQLException {
        String country = row.getString("country");
        return new Device(
                row.getObject("id", UUID.class),
                row.getObject("person", UUID.class),
                row.getBytes("cookie_hash"),
                row.getString("name"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                instant(row, "removed_at"),
                country == null
                        ? null
                        : new Place(
                                country,
                                row.getObject("latitude", Double.class),
                                row.getObject("longitude", Double.class)),
                instant(row, "session_begun"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
