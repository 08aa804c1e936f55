package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.DeviceKeys;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The devices on which officers' desks work without a network. */
@Component
class DeskDevices {
    /** So long a device serves; then the officer sets it up again. */
    static final Duration LIFE = Duration.ofDays(30);

    private static final int LONGEST_NAME = 80;
    private static final int MOST = 200;

    private final JdbcClient db;
    private final Audit audit;
    private final Clock clock;

    DeskDevices(JdbcClient db, Audit audit, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Enrols the device that the officer holds.
     *
     * @throws Problem INVALID when a key is none on P-256
     */
    @Transactional
    public DeskDevice enrol(Actor officer, Part part, String port, String name, String signKey, String boxKey) {
        UUID id = Ids.next(clock);
        Instant now = clock.instant();
        String plain = name.replaceAll("\\p{Cntrl}+", " ").strip();
        db.sql("""
                insert into border.device
                  (id, officer, officer_name, agency, port, name, sign_key, box_key, enrolled_at, expires_at, seen_at)
                values (:id, :officer, :officerName, :agency, :port, :name, :sign, :box, :now, :until, :now)
                """)
                .param("id", id)
                .param("officer", officer.number())
                .param("officerName", officer.name())
                .param("agency", part.agency())
                .param("port", port)
                .param("name", plain.substring(0, Math.min(LONGEST_NAME, plain.length())))
                .param("sign", publicKey(signKey))
                .param("box", publicKey(boxKey))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", now.plus(LIFE).atOffset(ZoneOffset.UTC))
                .update();
        audit.record(officer.doesFor(
                part.agency(), AuditEvent.DEVICE_ENROLLED, null, null, null, Map.of("device", id.toString())));
        return find(id).orElseThrow();
    }

    private static String publicKey(String jwk) {
        return DeviceKeys.publicKey(jwk)
                .orElseThrow(() -> new Problem(Problem.Kind.INVALID, "border.offline.problem.device-key"));
    }

    Optional<DeskDevice> find(UUID id) {
        return db.sql("select * from border.device where id = ?")
                .param(id)
                .query(DeskDevices::read)
                .optional();
    }

    /**
     * The officer's own device, which may be given snapshots of his agency's part.
     *
     * @throws Problem NOT_FOUND when it is not his, or was set up for another agency; GONE when it was revoked or its time is over
     */
    DeskDevice require(UUID id, Actor officer, Part part) {
        DeskDevice device = find(id).filter(one -> one.officer().equals(officer.number()))
                .filter(one -> one.agency().equals(part.agency()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.offline.problem.device"));
        if (!device.isGood(clock.instant())) {
            throw new Problem(Problem.Kind.GONE, "border.offline.problem.device-revoked");
        }
        db.sql("update border.device set seen_at = ? where id = ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .param(id)
                .update();
        return device;
    }

    /** Nothing else that it brings is taken until the current transaction ends. */
    void lock(DeskDevice device) {
        db.sql("select id from border.device where id = ? for update")
                .param(device.id())
                .query(UUID.class)
                .single();
    }

    /** The devices of an agency, the newest first. */
    List<DeskDevice> of(Part part) {
        return db.sql("select * from border.device where agency = ? order by enrolled_at desc limit " + MOST)
                .param(part.agency())
                .query(DeskDevices::read)
                .list();
    }

    /** From now on it is given nothing; what it still brings waits for a person. Answers whether it was good before. */
    @Transactional
    public boolean revoke(Actor officer, Part part, UUID id) {
        boolean revoked = db.sql("""
                        update border.device set revoked_at = :now, revoked_by = :by
                        where id = :id and agency = :agency and revoked_at is null
                        """)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("by", officer.number())
                        .param("id", id)
                        .param("agency", part.agency())
                        .update()
                == 1;
        if (revoked) {
            audit.record(officer.doesFor(
                    part.agency(), AuditEvent.DEVICE_REVOKED, null, null, null, Map.of("device", id.toString())));
        }
        return revoked;
    }

    private static DeskDevice read(ResultSet row, int n) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        return new DeskDevice(
                row.getObject("id", UUID.class),
                row.getString("officer"),
                row.getString("officer_name"),
                row.getString("agency"),
                row.getString("port"),
                row.getString("name"),
                row.getString("sign_key"),
                row.getString("box_key"),
                row.getObject("enrolled_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                revoked == null ? null : revoked.toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant());
    }
}
