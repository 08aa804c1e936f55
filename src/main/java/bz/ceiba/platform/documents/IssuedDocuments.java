package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.SealedCases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rows of documents that were issued. */
@Component
class IssuedDocuments {
    private static final String SELECT = """
            select number, type, title, agency, holder, holder_name, case_number, issued_at, valid_until, sha256,
              revoked_at, reason from documents.document
            """;

    private final JdbcClient db;
    private final JsonMapper json;
    private final ObjectProvider<SealedCases> sealed;

    IssuedDocuments(JdbcClient db, JsonMapper json, ObjectProvider<SealedCases> sealed) {
        this.db = db;
        this.json = json;
        this.sealed = sealed;
    }

    /** Whether it may be known what was issued in the case. */
    boolean isOpen(CaseNumber number) {
        return sealed.stream().noneMatch(one -> one.isSealed(number));
    }

    private boolean isOpen(IssuedDocument document) {
        return isOpen(document.caseNumber());
    }

    Optional<IssuedDocument> byNumber(String number) {
        return db.sql(SELECT + "where number = :number")
                .param("number", number)
                .query(this::document)
                .optional()
                .filter(this::isOpen);
    }

    Optional<IssuedDocument> byKey(String key) {
        return db.sql(SELECT + "where key = :key")
                .param("key", key)
                .query(this::document)
                .optional()
                .filter(this::isOpen);
    }

    Optional<IssuedDocument> bySha256(String sha256) {
        return db.sql(SELECT + """
                        where sha256 = :sha256
                           or number = (select number from documents.revision where sha256 = :sha256)
                        """)
                .param("sha256", sha256)
                .query(this::document)
                .optional()
                .filter(this::isOpen);
    }

    List<IssuedDocument> byCase(CaseNumber caseNumber) {
        return db
                .sql(SELECT + "where case_number = :case and type <> :receipt order by issued_at, number")
                .param("receipt", IssueOrder.RECEIPT)
                .param("case", caseNumber.text())
                .query(this::document)
                .list()
                .stream()
                .filter(this::isOpen)
                .toList();
    }

    Optional<String> reservedNumber(String key) {
        return db.sql("select number from documents.reservation where key = :key")
                .param("key", key)
                .query(String.class)
                .optional();
    }

    /** Reserves a number; changes nothing when the key has one or the number is taken. */
    void reserve(String key, String number, Instant at) {
        db.sql("""
                        insert into documents.reservation (key, number, at) values (:key, :number, :at)
                        on conflict do nothing
                        """)
                .param("key", key)
                .param("number", number)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Answers false when a document with this key is there already. */
    boolean insert(IssueOrder order, IssuedDocument document, long size) {
        return db.sql("""
                                insert into documents.document (number, key, type, title, agency, holder, holder_name,
                                  case_number, issued_at, valid_until, sha256, size, data, replaces, class)
                                values (:number, :key, :type, :title::jsonb, :agency, :holder, :holderName,
                                  :caseNumber, :issuedAt, :validUntil, :sha256, :size, :data::jsonb, :replaces, :class)
                                on conflict (key) do nothing
                                """)
                        .param("number", document.number())
                        .param("key", order.key())
                        .param("type", document.type())
                        .param("title", json.writeValueAsString(document.title()))
                        .param("agency", document.agency())
                        .param("holder", document.holder().digits())
                        .param("holderName", document.holderName())
                        .param("caseNumber", document.caseNumber().text())
                        .param("issuedAt", document.issuedAt().atOffset(ZoneOffset.UTC))
                        .param("validUntil", document.validUntil(), Types.DATE)
                        .param("sha256", document.sha256())
                        .param("size", size)
                        .param("data", json.writeValueAsString(order.data()))
                        .param("replaces", order.replaces(), Types.VARCHAR)
                        .param("class", order.documentClass().name().toLowerCase(java.util.Locale.ROOT))
                        .update()
                == 1;
    }

    /** Keeps which content is the document's newest, and when its time-stamp's certificate ends; again changes nothing. */
    void revise(String number, String sha256, long size, Instant at, Instant stampUntil) {
        db.sql("""
                        insert into documents.revision (sha256, number, size, at, stamp_until)
                        values (:sha256, :number, :size, :at, :until)
                        on conflict do nothing
                        """)
                .param("sha256", sha256)
                .param("number", number)
                .param("size", size)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("until", stampUntil.atOffset(ZoneOffset.UTC))
                .update();
    }

    boolean isDestroyed(String number) {
        return db.sql(
                        "select exists (select from documents.document where number = :number and destroyed_at is not null)")
                .param("number", number)
                .query(Boolean.class)
                .single();
    }

    /** Under what hash a document's newest content lies. */
    String current(IssuedDocument document) {
        return db.sql("select sha256 from documents.revision where number = :number order by at desc limit 1")
                .param("number", document.number())
                .query(String.class)
                .optional()
                .orElse(document.sha256());
    }

    /** Documents whose newest time-stamp's certificate ends before that and that got none lately, at most so many. */
    List<IssuedDocument> stampedUntilBefore(Instant end, Instant lately, int limit) {
        return db.sql(SELECT + """
                        where number in (
                          select r.number from documents.revision r
                          join documents.document d on d.number = r.number and d.destroyed_at is null
                          group by r.number having max(r.stamp_until) < :end and max(r.at) < :lately
                          order by max(r.stamp_until) limit :limit)
                        """)
                .param("end", end.atOffset(ZoneOffset.UTC))
                .param("lately", lately.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query(this::document)
                .list();
    }

    /** Answers false when it is revoked already. */
    boolean revoke(String number, String reason, Instant at) {
        return db.sql("""
                                update documents.document set revoked_at = :at, reason = :reason
                                where number = :number and revoked_at is null
                                """)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("reason", reason)
                        .param("number", number)
                        .update()
                == 1;
    }

    void replace(String number, String by) {
        db.sql("update documents.document set replaced_by = :by where number = :number and replaced_by is null")
                .param("by", by)
                .param("number", number)
                .update();
    }

    private IssuedDocument document(ResultSet row, int n) throws SQLException {
        OffsetDateTime revokedAt = row.getObject("revoked_at", OffsetDateTime.class);
        return new IssuedDocument(
                row.getString("number"),
                row.getString("type"),
                json.readValue(row.getString("title"), LocalizedText.class),
                row.getString("agency"),
                new PersonNumber(row.getString("holder")),
                row.getString("holder_name"),
                new CaseNumber(row.getString("case_number")),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("valid_until", LocalDate.class),
                row.getString("sha256"),
                revokedAt == null ? null : revokedAt.toInstant(),
                row.getString("reason"));
    }
}
