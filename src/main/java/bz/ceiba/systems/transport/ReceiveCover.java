package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what insurers tell of policies and garages of inspections: {@code transport.cover}. Each message says the whole of a policy or
 * inspection; of two the one said later counts. A reference is its provider's own, whose name is always written alike: two providers may use
 * the same one. The purpose, and so the agreement, decides which of both a sender may tell.
 */
@Component
class ReceiveCover implements Receiver {
    static final String SERVICE = "transport.cover";

    private record Before(long vehicle, Instant saidAt, byte[] fingerprint) {}

    private final JdbcClient db;
    private final Register register;
    private final Audit audit;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;

    ReceiveCover(JdbcClient db, Register register, Audit audit, Messages messages, JsonMapper json, Clock clock) {
        this.db = db;
        this.register = register;
        this.audit = audit;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    @Override
    public JsonNode receive(Message message) {
        CoverReader reader = new CoverReader(message, messages, clock.instant());
        CoverReader.Told told = reader.read();
        Vehicle vehicle = register.byPlate(told.plate())
                .filter(found -> found.chassis().equals(told.chassis()))
                .orElseThrow(() -> reader.refusal("plate", "other-vehicle"));
        Cover cover = message.purpose().equals("inspection") ? Cover.INSPECTION : Cover.INSURANCE;
        String sender = message.sender() + "/" + cover + "/" + told.provider();
        lock(sender, told.reference());
        byte[] fingerprint = Sha256.of(message.body().toString());
        Optional<Before> before = before(sender, told.reference());
        if (before.filter(one -> one.vehicle() != vehicle.id()).isPresent()) {
            throw reader.refusal("reference", "other-reference");
        }
        if (before.filter(one -> one.saidAt().equals(told.saidAt()) && !Arrays.equals(one.fingerprint(), fingerprint))
                .isPresent()) {
            throw reader.refusal("said_at", "other-message");
        }
        boolean applied = before.map(one -> told.saidAt().isAfter(one.saidAt())).orElse(true);
        if (applied) {
            Change change = register.change(
                    new Origin(message.toldBy(), message.toldByName(), null, message.sender() + " " + told.reference()),
                    vehicle.chassis());
            register.coverAsTold(change, vehicle, cover, told.reference(), told.provider(), told.valid());
            keep(sender, told, vehicle, fingerprint);
            record(message, vehicle, told, change);
        }
        return json.createObjectNode().put("plate", told.plate()).put("applied", applied);
    }

    /** One message about a policy at a time, also of one that is not known yet. */
    private void lock(String sender, String reference) {
        db.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("cover\n" + sender + "\n" + reference)
                .query((row, n) -> true)
                .single();
    }

    private Optional<Before> before(String sender, String reference) {
        return db.sql(
                        "select vehicle, said_at, fingerprint from transport.told_cover where sender = ? and reference = ?")
                .param(sender)
                .param(reference)
                .query((row, n) -> new Before(
                        row.getLong("vehicle"),
                        row.getObject("said_at", OffsetDateTime.class).toInstant(),
                        row.getBytes("fingerprint")))
                .optional();
    }

    private void keep(String sender, CoverReader.Told told, Vehicle vehicle, byte[] fingerprint) {
        db.sql("""
                insert into transport.told_cover (sender, reference, vehicle, said_at, fingerprint)
                values (:sender, :reference, :vehicle, :said, :fingerprint)
                on conflict (sender, reference) do update set said_at = excluded.said_at, fingerprint = excluded.fingerprint
                """)
                .param("sender", sender)
                .param("reference", told.reference())
                .param("vehicle", vehicle.id())
                .param("said", told.saidAt().atOffset(ZoneOffset.UTC))
                .param("fingerprint", fingerprint)
                .update();
    }

    private void record(Message message, Vehicle vehicle, CoverReader.Told told, Change change) {
        Keeper keeper = register.now(vehicle).keeper();
        audit.record(new AuditEntry(
                AuditEvent.REGISTER_CHANGED,
                message.toldBy(),
                message.toldByName(),
                message.sender(),
                keeper == null || keeper.number().isEmpty() ? null : new PersonNumber(keeper.number()),
                null,
                message.purpose(),
                Map.of("record", told.plate(), "change", Long.toString(change.id()))));
    }
}
