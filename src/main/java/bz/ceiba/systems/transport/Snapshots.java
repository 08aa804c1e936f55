package bz.ceiba.systems.transport;

import bz.ceiba.platform.documents.SignedStatements;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a phone needs to check vehicles and drivers offline: for each plate, identity number, licence and signed licence a keyed hash and a few
 * bits. No names and no numbers in clear. Signed by us (JWS) and encrypted to the phone (JWE, RFC 7516, ECDH-ES). docs/roadside-app.md explains
 * the bits.
 */
@Component
class Snapshots {
    static final String TYPE = "roadside-snapshot+json";

    /** From this age on the phone says that its copy is old, and from the second on it does not use it any more. */
    static final Duration STALE_AFTER = Duration.ofDays(1);

    static final Duration LIFE = Duration.ofDays(3);

    private static final Duration SHARED_FOR = Duration.ofMinutes(10);
    private static final int HASH_BYTES = 5;
    private static final int SALT_BYTES = 32;

    /** What is said of a vehicle or driver changes before the snapshot ends: better ask again. */
    private static final int CHANGES = 1 << 15;

    private static final String VEHICLES = """
            select p.vehicle, p.plate,
              coalesce((select bit_or(case m.kind when 'STOLEN' then 1 when 'COURT_ORDER' then 2 when 'DISPUTED' then 4 else 0 end)
                        from transport.marker m where m.vehicle = p.vehicle and m.valid @> q.at and m.known @> q.now), 0)
              | coalesce((select case s.state when 'IN_USE' then 0 when 'OFF_ROAD' then 8 when 'EXPORTED' then 16 else 32 end
                          from transport.vehicle_state s where s.vehicle = p.vehicle and s.valid @> q.at and s.known @> q.now), 8)
              | (448 & ~coalesce((select bit_or(case c.kind when 'INSURANCE' then 64 when 'INSPECTION' then 128 else 256 end)
                                  from transport.cover c where c.vehicle = p.vehicle and c.valid @> q.at and c.known @> q.now), 0))
              | case when v.kind = 'BUS' and not exists (select from transport.permit r
                    join transport.keeping k on k.vehicle = r.vehicle and k.keeper = r.operator and k.valid @> q.at and k.known @> q.now
                    where r.vehicle = p.vehicle and r.ended_at is null and r.valid_from <= q.at and r.valid_to > q.at) then 512 else 0 end as bits
            from (values (cast(:at as timestamptz), cast(:now as timestamptz))) q (at, now)
            join transport.plate_use p on p.valid @> q.at and p.known @> q.now
            join transport.vehicle v on v.id = p.vehicle
            where exists (select from transport.keeping k where k.vehicle = p.vehicle and k.valid @> q.at and k.known @> q.now)
            """;

    /**
     * The classes in five bits from A on, those that a bar is for five bits higher; none named means all. Bit 11 says of who has no class that he had
     * one.
     */
    private static final String DRIVERS = """
            select holder, licence, case when bits & 31 > 0 then bits & ~2048 else bits end as bits from (
            select holder, max(licence) as licence, bit_or(bits) as bits from (
              select holder, licence, 2048 as bits from transport.entitlement
              where upper(valid) <= cast(:at as timestamptz) and known @> cast(:now as timestamptz)
              union all
              select holder, licence, 1 << (ascii(class) - 65) as bits from transport.entitlement
              where valid @> cast(:at as timestamptz) and known @> cast(:now as timestamptz)
              union all
              select b.holder, null, case when b.classes = '{}' then 31 << 5
                else (select bit_or(1 << (ascii(c) - 60)) from unnest(b.classes) c) end
              from transport.bar b where valid @> cast(:at as timestamptz) and known @> cast(:now as timestamptz)
              union all
              select holder, null, 1024 from transport.endorsement
              where valid @> cast(:at as timestamptz) and known @> cast(:now as timestamptz)) x
            group by holder) y
            """;

    /** Vehicles of which a cover, marker or state is there in a part of that time only, other than by being continued. */
    private static final String CHANGING_VEHICLES = String.join(
            " union ",
            partly("transport.cover", "vehicle", "kind"),
            partly("(select * from transport.marker where kind <> 'LIEN') m", "vehicle", "kind"),
            partly("transport.vehicle_state", "vehicle", "state"));

    /** The same of drivers, their classes and bars. */
    private static final String CHANGING_DRIVERS = String.join(
            " union ",
            partly("transport.entitlement", "holder", "class"),
            partly("transport.bar", "holder", "classes"));

    /** All of a table at once: the covers of a country are read as fast as a few thousand vehicles' are looked up. */
    private static String partly(String table, String whose, String what) {
        String time = "tstzrange(cast(:from as timestamptz), cast(:to as timestamptz))";
        return "select " + whose + "::text from " + table + " where valid && " + time
                + " and known @> cast(:from as timestamptz) group by " + whose + ", " + what
                + " having not range_agg(valid) @> " + time;
    }

    /**
     * A snapshot for all phones, signed.
     *
     * @param made when
     */
    record Signed(Instant made, String jws, int vehicles, int drivers) {}

    private record Status(String key, int bits) {}

    private record Standing(@Nullable String licence, int bits) {}

    private final JdbcClient db;
    private final SignedStatements statements;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Tariff tariff = Tariff.load();
    private @Nullable Signed shared;

    Snapshots(
            JdbcClient db, SignedStatements statements, TransactionTemplate transaction, JsonMapper json, Clock clock) {
        this.db = db;
        this.statements = statements;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /** The newest snapshot that phones share; at most ten minutes old. */
    synchronized Signed newest() {
        Instant now = clock.instant();
        Signed last = shared;
        if (last == null || now.isBefore(last.made()) || now.isAfter(last.made().plus(SHARED_FOR))) {
            last = make(now);
            shared = last;
        }
        return last;
    }

    /** The next phone gets a new one. */
    synchronized void forget() {
        shared = null;
    }

    private Signed make(Instant now) {
        Instant until = now.plus(LIFE);
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        TransactionTemplate together = new TransactionTemplate(
                java.util.Objects.requireNonNull(transaction.getTransactionManager()), transaction);
        together.setReadOnly(true);
        together.setPropagationBehavior(Propagation.REQUIRES_NEW.value());
        together.setIsolationLevel(org.springframework.transaction.TransactionDefinition.ISOLATION_REPEATABLE_READ);
        List<List<Status>> read = java.util.Objects.requireNonNull(
                together.execute(status -> List.of(vehicles(now, until), drivers(now, until))));
        ObjectNode body = json.createObjectNode()
                .put("made", now.toString())
                .put("staleAfter", now.plus(STALE_AFTER).toString())
                .put("until", until.toString())
                .put("salt", Base64.getEncoder().encodeToString(salt))
                .put("vehicles", packed(read.getFirst(), salt))
                .put("drivers", packed(read.getLast(), salt));
        body.set("offences", json.valueToTree(tariff.offences()));
        body.set("keys", json.readTree(statements.keySet()));
        return new Signed(
                now,
                statements.sign(TYPE, json.writeValueAsBytes(body)),
                read.getFirst().size(),
                read.getLast().size());
    }

    private List<Status> vehicles(Instant now, Instant until) {
        Map<String, Integer> then = new HashMap<>();
        vehiclesAt(now, until).forEach(one -> then.put(one.plate(), one.bits()));
        Set<String> between = changing(CHANGING_VEHICLES, now, until);
        return vehiclesAt(now, now).stream()
                .map(one -> {
                    boolean stays =
                            then.getOrDefault(one.plate(), -1) == one.bits() && !between.contains(one.vehicle());
                    return new Status("p:" + one.plate(), one.bits() | (stays ? 0 : CHANGES));
                })
                .toList();
    }

    private record Plated(String vehicle, String plate, int bits) {}

    private List<Plated> vehiclesAt(Instant now, Instant at) {
        return db.sql(VEHICLES)
                .param("at", utc(at))
                .param("now", utc(now))
                .query((row, n) -> new Plated(row.getString("vehicle"), row.getString("plate"), row.getInt("bits")))
                .list();
    }

    private List<Status> drivers(Instant now, Instant until) {
        Map<String, Standing> then = driversAt(now, until);
        Map<String, Standing> today = driversAt(now, now);
        Set<String> between = changing(CHANGING_DRIVERS, now, until);
        Map<String, Integer> bits = new HashMap<>();
        List<Status> found = new ArrayList<>();
        today.forEach((holder, standing) -> {
            Standing later = then.get(holder);
            boolean stays = later != null && later.bits() == standing.bits() && !between.contains(holder);
            int all = standing.bits() | (stays ? 0 : CHANGES);
            bits.put(holder, all);
            found.add(new Status("d:" + holder, all));
            if (standing.licence() != null) {
                found.add(new Status("l:" + standing.licence(), all));
            }
        });
        db.sql("select document, holder from transport.licence_document").query(row -> {
            Integer all = bits.get(row.getString("holder"));
            if (all != null) {
                found.add(new Status("n:" + row.getString("document"), all));
            }
        });
        return found;
    }

    /** Of what changes between two instants, though it may be the same at both. */
    private Set<String> changing(String which, Instant from, Instant to) {
        return Set.copyOf(db.sql(which)
                .param("from", utc(from))
                .param("to", utc(to))
                .query(String.class)
                .list());
    }

    private Map<String, Standing> driversAt(Instant now, Instant at) {
        Map<String, Standing> found = new HashMap<>();
        db.sql(DRIVERS).param("at", utc(at)).param("now", utc(now)).query(row -> {
            found.put(row.getString("holder"), new Standing(row.getString("licence"), row.getInt("bits")));
        });
        return found;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** Seven bytes each: the hash's first five and the bits, in the order of the hashes. */
    private static String packed(List<Status> all, byte[] salt) {
        Mac mac = mac(salt);
        byte[][] rows = all.stream()
                .map(one -> ByteBuffer.allocate(HASH_BYTES + Short.BYTES)
                        .put(mac.doFinal(one.key().getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES)
                        .putShort((short) one.bits())
                        .array())
                .sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
        ByteBuffer packed = ByteBuffer.allocate(rows.length * (HASH_BYTES + Short.BYTES));
        for (byte[] row : rows) {
            packed.put(row);
        }
        return Base64.getEncoder().encodeToString(packed.array());
    }

    private static Mac mac(byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
