package bz.ceiba.platform.documents;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** The devices on which a system's officers work without a network. Each system keeps its own: a device of one is unknown to another. */
public abstract class OfficersDevices {
    /** So long a device serves; then the officer sets it up again. */
    public static final Duration LIFE = Duration.ofDays(30);

    private static final int LONGEST_NAME = 80;
    private static final int MOST = 500;

    private final JdbcClient db;
    private final Audit audit;
    private final Clock clock;
    private final String table;
    private final @Nullable String place;

    /**
     * @param table of the system's own
     * @param place the column of the place at which a device is used, where there is one
     */
    protected OfficersDevices(JdbcClient db, Audit audit, Clock clock, String table, @Nullable String place) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
        this.table = table;
        this.place = place;
    }

    /**
     * Enrols the device that the officer holds.
     *
     * @param at the place; what is said of it is not kept where there is no column for it
     * @throws Problem INVALID when a key is none on P-256
     */
    @Transactional
    public Device enrol(Actor officer, String agency, String at, Device.Enrolment said) {
        UUID id = Ids.next(clock);
        Instant now = clock.instant();
        String name = said.name().replaceAll("\\p{Cntrl}+", " ").strip();
        db.sql("""
                insert into %s (id, officer, officer_name, agency, name, sign_key, box_key, enrolled_at, expires_at, seen_at%s)
                values (:id, :officer, :officerName, :agency, :name, :sign, :box, :now, :until, :now%s)
                """.formatted(table, place == null ? "" : ", " + place, place == null ? "" : ", :place"))
                .param("id", id)
                .param("officer", officer.number())
                .param("officerName", officer.name())
                .param("agency", agency)
                .param("place", at)
                .param("name", name.substring(0, Math.min(LONGEST_NAME, name.length())))
                .param("sign", publicKey(said.signKey()))
                .param("box", publicKey(said.boxKey()))
                .param("now", utc(now))
                .param("until", utc(now.plus(LIFE)))
                .update();
        audit.record(officer.doesFor(agency, AuditEvent.DEVICE_ENROLLED, Map.of("device", id.toString())));
        return find(id).orElseThrow();
    }

    private static String publicKey(String jwk) {
        return DeviceKeys.publicKey(jwk)
                .orElseThrow(() -> new Problem(Problem.Kind.INVALID, "documents.problem.device-key"));
    }

    public Optional<Device> find(UUID id) {
        return db.sql("select * from %s where id = ?".formatted(table))
                .param(id)
                .query(this::read)
                .optional();
    }

    /**
     * The officer's own device, which may be given what his agency may know.
     *
     * @throws Problem NOT_FOUND when it is not his, or was set up for another agency; GONE when it was revoked or its time is over
     */
    public Device require(UUID id, Actor officer, String agency) {
        Device device = find(id).filter(one -> one.officer().equals(officer.number()))
                .filter(one -> one.agency().equals(agency))
                .orElseThrow(OfficersDevices::unknown);
        if (!device.isGood(clock.instant())) {
            throw new Problem(Problem.Kind.GONE, "documents.problem.device-revoked");
        }
        db.sql("update %s set seen_at = ? where id = ?".formatted(table))
                .param(utc(clock.instant()))
                .param(id)
                .update();
        return device;
    }

    /** Nothing else is taken from it or lent to it until the current transaction ends. */
    public void lock(Device device) {
        db.sql("select id from %s where id = ? for update".formatted(table))
                .param(device.id())
                .query(UUID.class)
                .single();
    }

    /** The devices of an agency, the newest first. */
    public List<Device> of(String agency) {
        return db.sql("select * from %s where agency = ? order by enrolled_at desc limit ?".formatted(table))
                .param(agency)
                .param(MOST)
                .query(this::read)
                .list();
    }

    /**
     * From now on it is given nothing; what it still brings waits for a person.
     *
     * @throws Problem NOT_FOUND when it is none of the agency's, or was revoked before
     */
    @Transactional
    public void revoke(Actor officer, String agency, UUID id) {
        int revoked = db.sql("""
                        update %s set revoked_at = :now, revoked_by = :by
                        where id = :id and agency = :agency and revoked_at is null
                        """.formatted(table))
                .param("now", utc(clock.instant()))
                .param("by", officer.number())
                .param("id", id)
                .param("agency", agency)
                .update();
        if (revoked == 0) {
            throw unknown();
        }
        audit.record(officer.doesFor(agency, AuditEvent.DEVICE_REVOKED, Map.of("device", id.toString())));
    }

    private static Problem unknown() {
        return new Problem(Problem.Kind.NOT_FOUND, "documents.problem.device");
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private Device read(ResultSet row, int n) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        return new Device(
                row.getObject("id", UUID.class),
                row.getString("officer"),
                row.getString("officer_name"),
                row.getString("agency"),
                place == null ? "" : row.getString(place),
                row.getString("name"),
                row.getString("sign_key"),
                row.getString("box_key"),
                row.getObject("enrolled_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                revoked == null ? null : revoked.toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant());
    }
}
