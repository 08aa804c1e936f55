package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The cards of licences, and the batches in which the printer gets them. */
@Component
class Cards {
    private static final int BATCHES_SHOWN = 100;

    private final JdbcClient db;
    private final Clock clock;

    Cards(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Notes what is printed for a licence; once. */
    void add(Card card) {
        db.sql("""
                insert into transport.card (document, case_number, holder, holder_name, born_on, licence, class, stage, issued_on, until, photo, code, codes)
                values (:document, :case, :holder, :name, :born, :licence, :class, :stage, :issued, :until, :photo, :code, :codes)
                on conflict (document) do nothing
                """)
                .param("document", card.document())
                .param("case", card.caseNumber().text())
                .param("holder", card.holder().digits())
                .param("name", card.name())
                .param("born", card.bornOn())
                .param("licence", card.licence())
                .param("class", card.licenceClass())
                .param("stage", card.stage().name())
                .param("issued", card.issuedOn())
                .param("until", card.until())
                .param("photo", card.photo())
                .param("code", card.code())
                .param("codes", card.codes(), java.sql.Types.VARCHAR)
                .update();
    }

    /** Those that are in no batch, oldest first; not the ones that a newer licence has replaced, and not of who may not drive now. */
    List<Card> waiting(int most) {
        return db.sql("""
                select c.* from transport.card c
                where c.until >= :today
                  and not exists (select from transport.printed_card p where p.document = c.document and p.spoilt_at is null)
                  and not exists (select from transport.card newer
                                  where newer.holder = c.holder and newer.class = c.class and newer.n > c.n)
                  and not exists (select from transport.bar b
                                  where b.holder = c.holder and (b.classes = '{}' or c.class = any (b.classes))
                                    and b.valid @> cast(:now as timestamptz) and b.known @> cast(:now as timestamptz))
                order by c.n limit :most
                """)
                .param("today", LocalDate.ofInstant(clock.instant(), bz.ceiba.platform.kernel.Country.ZONE))
                .param("now", now())
                .param("most", most)
                .query(Cards::card)
                .list();
    }

    /** Whoever would make a batch or spoil a card waits until the commit. */
    @Transactional(propagation = Propagation.MANDATORY)
    void lock() {
        db.sql("select pg_advisory_xact_lock(hashtextextended('transport cards', 0))")
                .query((row, n) -> true)
                .single();
    }

    /** Answers the new batch's number. */
    @Transactional(propagation = Propagation.MANDATORY)
    int batch(Actor by, List<Card> cards) {
        int number = db.sql("""
                insert into transport.card_batch (number, made_at, made_by, made_by_name)
                select coalesce(max(number), 0) + 1, :at, :by, :name from transport.card_batch returning number
                """)
                .param("at", now())
                .param("by", by.number())
                .param("name", by.name())
                .query(Integer.class)
                .single();
        for (Card card : cards) {
            db.sql("insert into transport.printed_card (batch, document) values (?, ?)")
                    .param(number)
                    .param(card.document())
                    .update();
        }
        return number;
    }

    /** The newest first. */
    List<CardBatch> batches() {
        return db.sql(batchesWhere("true") + " limit " + BATCHES_SHOWN)
                .query(Cards::batch)
                .list();
    }

    Optional<CardBatch> find(int number) {
        return db.sql(batchesWhere("b.number = ?"))
                .param(number)
                .query(Cards::batch)
                .optional();
    }

    private static String batchesWhere(String condition) {
        return """
                select b.*, count(*) as cards, count(p.spoilt_at) as spoilt
                from transport.card_batch b join transport.printed_card p on p.batch = b.number
                where %s group by b.number order by b.number desc
                """.formatted(condition);
    }

    /** All cards of a batch, also those that were spoilt: the file is always the same. */
    List<Card> of(int number) {
        return db.sql("""
                select c.* from transport.printed_card p join transport.card c on c.document = p.document where p.batch = ? order by c.n
                """).param(number).query(Cards::card).list();
    }

    List<PrintedCard> printed(int number) {
        return db.sql("""
                select c.document, c.holder_name, c.licence, c.class, p.spoilt_at, p.spoilt_why
                from transport.printed_card p join transport.card c on c.document = p.document where p.batch = ? order by c.n
                """)
                .param(number)
                .query((row, n) -> new PrintedCard(
                        row.getString("document"),
                        row.getString("holder_name"),
                        row.getString("licence"),
                        row.getString("class"),
                        instant(row, "spoilt_at"),
                        row.getString("spoilt_why")))
                .list();
    }

    /** Keeps the digest of a batch's file when it has none; answers the one that counts. */
    String sealed(int number, String sha256) {
        db.sql("update transport.card_batch set sha256 = ? where number = ? and sha256 is null")
                .param(sha256)
                .param(number)
                .update();
        return db.sql("select sha256 from transport.card_batch where number = ?")
                .param(number)
                .query(String.class)
                .single();
    }

    /** Answers false when it is not in that batch or was spoilt before. */
    boolean spoil(int number, String document, Actor by, String why) {
        return db.sql("""
                                update transport.printed_card set spoilt_at = :at, spoilt_by = :by, spoilt_why = :why
                                where batch = :batch and document = :document and spoilt_at is null
                                """)
                        .param("at", now())
                        .param("by", by.number())
                        .param("why", why)
                        .param("batch", number)
                        .param("document", document)
                        .update()
                == 1;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static CardBatch batch(ResultSet row, int n) throws SQLException {
        return new CardBatch(
                row.getInt("number"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getString("made_by_name"),
                row.getInt("cards"),
                row.getInt("spoilt"),
                row.getString("sha256"));
    }

    private static Card card(ResultSet row, int n) throws SQLException {
        return new Card(
                row.getString("document"),
                new CaseNumber(row.getString("case_number")),
                new PersonNumber(row.getString("holder")),
                row.getString("holder_name"),
                row.getObject("born_on", LocalDate.class),
                row.getString("licence"),
                row.getString("class"),
                Stage.valueOf(row.getString("stage")),
                row.getObject("issued_on", LocalDate.class),
                row.getObject("until", LocalDate.class),
                row.getObject("photo", UUID.class),
                row.getString("code"),
                row.getString("codes"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
