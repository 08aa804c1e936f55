package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.DeviceKeys;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Officers' phones, and the numbers of tickets that are lent to them. */
@Component
class Devices {
    static final String PREFIX = "TT";

    /** So long a phone serves; then the officer signs in on it again. */
    static final Duration LIFE = Duration.ofDays(30);

    /** So many numbers a phone has in hand: more than an officer writes in three days. */
    static final int IN_HAND = 60;

    private static final int LONGEST_NAME = 80;
    private static final int MOST = 500;

    private final JdbcClient db;
    private final Audit audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Devices(JdbcClient db, Audit audit, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Enrols the phone that the officer holds.
     *
     * @throws Problem INVALID when a key is none on P-256
     */
    @Transactional
    public Device enrol(Actor officer, String agency, String name, String signKey, String boxKey) {
        UUID id = Ids.next(clock);
        Instant now = clock.instant();
        Device device = new Device(
                id,
                officer.number(),
                officer.name(),
                agency,
                name.strip().substring(0, Math.min(LONGEST_NAME, name.strip().length())),
                publicKey(signKey),
                publicKey(boxKey),
                now,
                now.plus(LIFE),
                null,
                now);
        db.sql("""
                insert into transport.device (id, officer, officer_name, agency, name, sign_key, box_key, enrolled_at, expires_at, seen_at)
                values (:id, :officer, :officerName, :agency, :name, :sign, :box, :now, :until, :now)
                """)
                .param("id", id)
                .param("officer", device.officer())
                .param("officerName", device.officerName())
                .param("agency", agency)
                .param("name", device.name())
                .param("sign", device.signKey())
                .param("box", device.boxKey())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", device.expiresAt().atOffset(ZoneOffset.UTC))
                .update();
        audit.record(
                officer.doesFor(agency, AuditEvent.DEVICE_ENROLLED, null, null, null, Map.of("device", id.toString())));
        return device;
    }

    private static String publicKey(String jwk) {
        return DeviceKeys.publicKey(jwk)
                .orElseThrow(() -> new Problem(Problem.Kind.INVALID, "transport.problem.device-key"));
    }

    Optional<Device> find(UUID id) {
        return db.sql("select * from transport.device where id = ?")
                .param(id)
                .query(Devices::read)
                .optional();
    }

    /**
     * The officer's own phone, which may be lent numbers and given snapshots.
     *
     * @throws Problem NOT_FOUND when it is not his; GONE when it was revoked or its time is over
     */
    Device require(UUID id, Actor officer) {
        Device device = find(id).filter(one -> one.officer().equals(officer.number()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "transport.problem.device"));
        if (!device.isGood(clock.instant())) {
            throw new Problem(Problem.Kind.GONE, "transport.problem.device-revoked");
        }
        db.sql("update transport.device set seen_at = ? where id = ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .param(id)
                .update();
        return device;
    }

    /** The phones of an agency, the newest first. */
    List<Device> of(String agency) {
        return db.sql("select * from transport.device where agency = ? order by enrolled_at desc limit " + MOST)
                .param(agency)
                .query(Devices::read)
                .list();
    }

    /** From now on it is lent nothing and given nothing; what it still brings is held for a person. Answers whether it was good before. */
    @Transactional
    public boolean revoke(Actor supervisor, String agency, UUID id) {
        boolean revoked = db.sql("""
                        update transport.device set revoked_at = :now, revoked_by = :by
                        where id = :id and agency = :agency and revoked_at is null
                        """)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("by", supervisor.number())
                        .param("id", id)
                        .param("agency", agency)
                        .update()
                == 1;
        if (revoked) {
            audit.record(supervisor.doesFor(
                    agency, AuditEvent.DEVICE_REVOKED, null, null, null, Map.of("device", id.toString())));
        }
        return revoked;
    }

    /** The numbers that a phone has in hand, filled up; asked for again, the same ones. */
    @Transactional
    public List<String> lend(Device device) {
        db.sql("select id from transport.device where id = ? for update")
                .param(device.id())
                .query(UUID.class)
                .single();
        List<String> unused = db.sql(
                        "select number from transport.lent_number where device = ? and used_at is null order by number")
                .param(device.id())
                .query(String.class)
                .list();
        int year = LocalDate.ofInstant(clock.instant(), Country.ZONE).getYear();
        List<String> fresh = Stream.generate(
                        () -> CaseNumber.random(PREFIX, year, random).text())
                .limit(Math.max(0, IN_HAND - unused.size()))
                .distinct()
                .toList();
        // One that another phone has already is left out: then there is one less.
        List<String> lent = db.sql("""
                        insert into transport.lent_number (number, device, lent_at)
                        select n, :device, :now from unnest(cast(:numbers as text[])) n
                        on conflict do nothing returning number
                        """)
                .param("device", device.id())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("numbers", fresh.toArray(String[]::new))
                .query(String.class)
                .list();
        return Stream.concat(unused.stream(), lent.stream()).toList();
    }

    private static Device read(ResultSet row, int n) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        return new Device(
                row.getObject("id", UUID.class),
                row.getString("officer"),
                row.getString("officer_name"),
                row.getString("agency"),
                row.getString("name"),
                row.getString("sign_key"),
                row.getString("box_key"),
                row.getObject("enrolled_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                revoked == null ? null : revoked.toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant());
    }
}
