package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Parties, and what their owners asked officers to approve. */
@Component
class PartyRows {
    private final JdbcClient db;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            // A request may be older than what can be asked for now.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** What waits for an officer, or was decided. */
    record Asked(
            UUID id,
            String clientId,
            PartyTerms terms,
            String byName,
            Instant at,
            String state,
            @Nullable String reason) {}

    PartyRows(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Optional<Party> find(String clientId) {
        return db.sql("select * from identity.relying_party where client_id = ?")
                .param(clientId)
                .query((row, n) -> party(row))
                .optional();
    }

    /** The same, and nobody else changes it until the transaction ends. */
    Optional<Party> lock(String clientId) {
        return db.sql("select * from identity.relying_party where client_id = ? for no key update")
                .param(clientId)
                .query((row, n) -> party(row))
                .optional();
    }

    /** All, those in force first. */
    List<Party> all() {
        return db.sql("select * from identity.relying_party order by ended_at is not null, name, client_id limit 1000")
                .query((row, n) -> party(row))
                .list();
    }

    /** Puts the terms in force; another purpose is one for which people are asked again. */
    void apply(String clientId, PartyTerms terms, boolean sandbox) {
        db.sql("""
                update identity.relying_party set name = :name, redirect_uris = :redirect, logout_uris = :logout, scopes = :scopes,
                  proofs = :proofs, sandbox = :sandbox,
                  grants = array_remove(grants, cast(:exchange as text))
                    || case when :exchanges then array[cast(:exchange as text)] else array[]::text[] end,
                  metadata = metadata || jsonb_build_object('token_exchange_parties', to_jsonb(cast(:named as text[])),
                    'representation_matter', cast(:representation as text)),
                  purpose_en = :en, purpose_es = :es, purpose_revision = purpose_revision
                    + case when (purpose_en, purpose_es) is distinct from (cast(:en as text), cast(:es as text)) then 1 else 0 end
                where client_id = :client
                """)
                .param("client", clientId)
                .param("name", terms.name())
                .param("redirect", terms.redirectUris().toArray(String[]::new))
                .param("logout", terms.logoutUris().toArray(String[]::new))
                .param("scopes", terms.scopes().toArray(String[]::new))
                .param("proofs", terms.proofs())
                .param("representation", terms.representation(), Types.VARCHAR)
                .param("sandbox", sandbox)
                .param("exchange", TokenExchange.TYPE.getValue())
                .param("exchanges", terms.exchange())
                .param("named", terms.exchangeParties().toArray(String[]::new))
                .param("en", orNull(terms.purposeEn()))
                .param("es", orNull(terms.purposeEs()))
                .update();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    void setContact(String clientId, String contact) {
        db.sql("update identity.relying_party set contact = :contact where client_id = :client")
                .param("client", clientId)
                .param("contact", contact)
                .update();
    }

    /** Another secret, while the one until now is good for some time more. */
    void setSecret(String clientId, String hash, Instant oldUntil) {
        db.sql("""
                update identity.relying_party set secret_before = secret_hash, secret_before_until = :until, secret_hash = :hash
                where client_id = :client and secret_hash is not null
                """)
                .param("client", clientId)
                .param("hash", hash)
                .param("until", oldUntil.atOffset(ZoneOffset.UTC))
                .update();
    }

    void setMetadata(String clientId, ClientMetadata metadata) {
        db.sql("update identity.relying_party set metadata = cast(:metadata as jsonb) where client_id = :client")
                .param("client", clientId)
                .param("metadata", metadata.json())
                .update();
    }

    void setEndReason(String clientId, String reason) {
        db.sql("update identity.relying_party set end_reason = :reason where client_id = :client")
                .param("client", clientId)
                .param("reason", reason)
                .update();
    }

    /** Asks an officer, in the place of what may wait already. */
    void ask(String clientId, PartyTerms terms, String by, String byName) {
        withdraw(clientId);
        db.sql("""
                insert into identity.party_request (id, client_id, asked, asked_by, asked_by_name, asked_at)
                values (:id, :client, cast(:asked as jsonb), :by, :name, :now)
                """)
                .param("id", Ids.next(clock))
                .param("client", clientId)
                .param("asked", json.writeValueAsString(terms))
                .param("by", by)
                .param("name", byName)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What waits is not what the owner wants any more. */
    void withdraw(String clientId) {
        db.sql("update identity.party_request set state = 'WITHDRAWN' where client_id = ? and state = 'WAITING'")
                .param(clientId)
                .update();
    }

    void decide(UUID id, boolean approved, @Nullable String reason, String by, String byName) {
        db.sql("""
                update identity.party_request set state = :state, reason = :reason, decided_by = :by, decided_by_name = :name,
                  decided_at = :now
                where id = :id
                """)
                .param("id", id)
                .param("state", approved ? "APPROVED" : "DECLINED")
                .param("reason", reason)
                .param("by", by)
                .param("name", byName)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Asked> request(UUID id) {
        return db.sql("select * from identity.party_request where id = ?")
                .param(id)
                .query((row, n) -> asked(row))
                .optional();
    }

    /** What the party asked last and did not withdraw. */
    Optional<Asked> lastRequest(String clientId) {
        return db.sql("""
                select * from identity.party_request where client_id = ? and state <> 'WITHDRAWN' order by asked_at desc, id desc limit 1
                """).param(clientId).query((row, n) -> asked(row)).optional();
    }

    /** What waits, the oldest first. */
    List<Asked> waiting() {
        return db.sql("""
                select r.* from identity.party_request r join identity.relying_party p using (client_id)
                where r.state = 'WAITING' and p.ended_at is null order by r.asked_at, r.id limit 200
                """).query((row, n) -> asked(row)).list();
    }

    private Asked asked(ResultSet row) throws SQLException {
        return new Asked(
                row.getObject("id", UUID.class),
                row.getString("client_id"),
                json.readValue(row.getString("asked"), PartyTerms.class),
                row.getString("asked_by_name"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getString("reason"));
    }

    private static Party party(ResultSet row) throws SQLException {
        ClientMetadata metadata = ClientMetadata.parse(row.getString("metadata"));
        return new Party(
                row.getString("client_id"),
                Objects.requireNonNullElse(row.getString("contact"), ""),
                new PartyTerms(
                        row.getString("name"),
                        texts(row, "redirect_uris"),
                        texts(row, "logout_uris"),
                        Set.copyOf(texts(row, "scopes")),
                        Objects.requireNonNullElse(row.getString("purpose_en"), ""),
                        Objects.requireNonNullElse(row.getString("purpose_es"), ""),
                        row.getBoolean("proofs"),
                        texts(row, "grants").contains(TokenExchange.TYPE.getValue()),
                        metadata.exchangeParties(),
                        metadata.representationMatter()),
                metadata,
                row.getBoolean("sandbox"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant(),
                time(row, "secret_before_until"),
                time(row, "ended_at"),
                row.getString("end_reason"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
