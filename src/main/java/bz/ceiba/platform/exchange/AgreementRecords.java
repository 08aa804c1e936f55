package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.AgreementRecord.Ending;
import bz.ceiba.platform.exchange.AgreementRecord.Side;
import bz.ceiba.platform.exchange.AgreementRecord.Signature;
import bz.ceiba.platform.exchange.AgreementRecord.State;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.kernel.StartFailure;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** All versions of all agreements, as they were written, signed and ended. */
@Component
class AgreementRecords {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient db;
    private final Clock clock;

    AgreementRecords(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Counts the changes, to tell cheaply whether anything changed. */
    long revision() {
        return db.sql("select n from exchange.revision").query(Long.class).single();
    }

    /** Says that something changes, and keeps other changes out until the current transaction ends. */
    void change() {
        db.sql("update exchange.revision set n = n + 1").update();
    }

    /**
     * Enters the versions that came with the program and are not entered yet; of processes that start at once one does.
     *
     * @throws StartFailure when a version differs from what was entered or signed under its number
     */
    void publish(List<Agreement> files) {
        Map<String, AgreementRecord> known = new HashMap<>();
        all().forEach(one -> known.put(one.agreement().reference(), one));
        for (Agreement agreement : files) {
            AgreementRecord record = known.get(agreement.reference());
            if (record == null) {
                enter(agreement);
                record = find(agreement.id(), agreement.version()).orElseThrow();
            }
            if (!record.agreement().equals(agreement)) {
                throw new StartFailure("the agreement " + agreement.reference() + " differs from the one that "
                        + (record.fromFile() ? "was entered" : "the agencies drafted")
                        + " under this number; a version never"
                        + " changes, so give what the file says version " + (newest(agreement.id()) + 1) + ".");
            }
        }
    }

    private void enter(Agreement agreement) {
        String body = JSON.writeValueAsString(agreement);
        db.sql("""
                with entered as (
                  insert into exchange.agreement
                    (id, version, consumer, provider, service, body, digest, from_file, state, drafted_at, signed_at)
                  values (:id, :version, :consumer, :provider, :service, :body, :digest, true, 'SIGNED', :now, :now)
                  on conflict do nothing returning 1)
                update exchange.revision set n = n + 1 where exists (select 1 from entered)
                """)
                .param("id", agreement.id())
                .param("version", agreement.version())
                .param("consumer", agreement.consumer())
                .param("provider", agreement.provider())
                .param("service", agreement.service())
                .param("body", body)
                .param("digest", digest(body))
                .param("now", now())
                .update();
    }

    void insertDraft(Agreement agreement, String agency, Actor by) {
        String body = JSON.writeValueAsString(agreement);
        db.sql("""
                insert into exchange.agreement (id, version, consumer, provider, service, body, digest, from_file, state,
                  drafted_by, drafted_by_name, drafted_for, drafted_at)
                values (:id, :version, :consumer, :provider, :service, :body, :digest, false, 'DRAFT', :by, :name, :agency, :now)
                """)
                .param("id", agreement.id())
                .param("version", agreement.version())
                .param("consumer", agreement.consumer())
                .param("provider", agreement.provider())
                .param("service", agreement.service())
                .param("body", body)
                .param("digest", digest(body))
                .param("by", by.number())
                .param("name", by.name())
                .param("agency", agency)
                .param("now", now())
                .update();
    }

    void insertSignature(AgreementRecord record, Side side, Actor by) {
        db.sql("""
                insert into exchange.signature (agreement, version, side, agency, person, name, digest, at)
                values (:id, :version, :side, :agency, :person, :name, :digest, :now)
                """)
                .param("id", record.agreement().id())
                .param("version", record.agreement().version())
                .param("side", side.name())
                .param("agency", side.agency(record.agreement()))
                .param("person", by.number())
                .param("name", by.name())
                .param("digest", record.digest())
                .param("now", now())
                .update();
    }

    void signed(Agreement agreement) {
        db.sql("""
                update exchange.agreement set state = 'SIGNED', signed_at = :now
                where id = :id and version = :version and state = 'DRAFT'
                """)
                .param("id", agreement.id())
                .param("version", agreement.version())
                .param("now", now())
                .update();
    }

    /** A draft is withdrawn, a signed version ends now. */
    void end(Agreement agreement, String agency, Actor by, String reason) {
        db.sql("""
                update exchange.agreement set state = case when state = 'DRAFT' then 'WITHDRAWN' else state end,
                  ended_at = :now, ended_by = :by, ended_by_name = :name, ended_for = :agency, ended_reason = :reason
                where id = :id and version = :version and ended_at is null
                """)
                .param("id", agreement.id())
                .param("version", agreement.version())
                .param("by", by.number())
                .param("name", by.name())
                .param("agency", agency)
                .param("reason", reason)
                .param("now", now())
                .update();
    }

    /** The highest version that was ever given, withdrawn drafts too; 0 for none. */
    int newest(String id) {
        return db.sql("select coalesce(max(version), 0) from exchange.agreement where id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    /** Under which name two agencies have agreed on a service, if they ever did. */
    Optional<String> nameOf(String consumer, String service) {
        return db.sql(
                        "select id from exchange.agreement where consumer = :consumer and service = :service order by id limit 1")
                .param("consumer", consumer)
                .param("service", service)
                .query(String.class)
                .optional();
    }

    Optional<AgreementRecord> find(String id, int version) {
        return read(" where a.id = :id and a.version = :version", Map.of("id", id, "version", version)).stream()
                .findFirst();
    }

    /** All versions of one, the newest first. */
    List<AgreementRecord> versions(String id) {
        return read(" where a.id = :id", Map.of("id", id));
    }

    /** Those in which one of the agencies takes part, the newest version of each first. */
    List<AgreementRecord> of(List<String> agencies) {
        return read(
                " where a.consumer = any(:agencies) or a.provider = any(:agencies)",
                Map.of("agencies", agencies.toArray(String[]::new)));
    }

    List<AgreementRecord> all() {
        return read("", Map.of());
    }

    private List<AgreementRecord> read(String where, Map<String, Object> parameters) {
        Map<String, List<Signature>> signatures = new HashMap<>();
        db.sql(
                        "select s.* from exchange.signature s join exchange.agreement a on a.id = s.agreement and a.version = s.version"
                                + where + " order by s.at")
                .params(parameters)
                .query(row -> {
                    signatures
                            .computeIfAbsent(
                                    row.getString("agreement") + "/" + row.getInt("version"), key -> new ArrayList<>())
                            .add(new Signature(
                                    Side.valueOf(row.getString("side")),
                                    row.getString("agency"),
                                    row.getString("person"),
                                    row.getString("name"),
                                    instant(row, "at")));
                });
        return db.sql("select a.* from exchange.agreement a" + where + " order by a.id, a.version desc")
                .params(parameters)
                .query((row, n) -> record(row, signatures))
                .list();
    }

    private static AgreementRecord record(ResultSet row, Map<String, List<Signature>> signatures) throws SQLException {
        Agreement agreement = JSON.readValue(row.getString("body"), Agreement.class);
        @Nullable OffsetDateTime signed = row.getObject("signed_at", OffsetDateTime.class);
        @Nullable
        Ending ending = row.getObject("ended_at") == null
                ? null
                : new Ending(
                        instant(row, "ended_at"),
                        row.getString("ended_by_name"),
                        row.getString("ended_for"),
                        row.getString("ended_reason"));
        return new AgreementRecord(
                agreement,
                row.getString("digest"),
                row.getBoolean("from_file"),
                State.valueOf(row.getString("state")),
                row.getString("drafted_by_name"),
                row.getString("drafted_for"),
                instant(row, "drafted_at"),
                signed == null ? null : signed.toInstant(),
                ending,
                signatures.getOrDefault(agreement.reference(), List.of()));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static String digest(String body) {
        return HexFormat.of().formatHex(Sha256.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
