package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Residents;
import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.TravelDocuments.Passport;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who of the register is a visitor, and with which passports. */
@Component
public class Visitors implements Residents {
    private final JdbcClient db;
    private final Clock clock;

    /**
     * A visitor.
     *
     * @param nationality as ICAO codes it
     * @param issuer of the passport that was shown last, likewise
     * @param document its number
     * @param expiry its last day
     * @param seenBy the agency whose officer held it, or null
     */
    record Visitor(
            PersonNumber number,
            String nationality,
            String issuer,
            String document,
            LocalDate expiry,
            @Nullable String seenBy,
            @Nullable Instant seenAt) {}

    Visitors(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    @Override
    public boolean isVisitor(PersonNumber number) {
        return db.sql("select exists (select from identity.visitor where number = :number)")
                .param("number", number.digits())
                .query(Boolean.class)
                .single();
    }

    Optional<Visitor> find(PersonNumber number) {
        return db.sql("""
                select v.nationality, v.seen_by, v.seen_at, d.issuer, d.document, d.expiry
                from identity.visitor v
                cross join lateral (
                  select issuer, document, expiry from identity.visitor_document where number = v.number order by known_at desc limit 1
                ) d
                where v.number = :number
                """)
                .param("number", number.digits())
                .query((row, n) -> {
                    OffsetDateTime seen = row.getObject("seen_at", OffsetDateTime.class);
                    return new Visitor(
                            number,
                            row.getString("nationality"),
                            row.getString("issuer"),
                            row.getString("document"),
                            row.getObject("expiry", LocalDate.class),
                            row.getString("seen_by"),
                            seen == null ? null : seen.toInstant());
                })
                .optional();
    }

    /** Whose a passport is; nobody else enters it until the transaction ends. */
    Optional<PersonNumber> bearer(Passport passport) {
        db.sql("select pg_advisory_xact_lock(hashtextextended(:key, 9303))")
                .param("key", passport.issuer() + " " + passport.number())
                .query((row, n) -> true)
                .single();
        return db.sql("select number from identity.visitor_document where issuer = :issuer and document = :document")
                .param("issuer", passport.issuer())
                .param("document", passport.number())
                .query((row, n) -> new PersonNumber(row.getString("number")))
                .optional();
    }

    /** Those whose proved address that is; nobody registers another one with it until the transaction ends. */
    List<PersonNumber> by(String email) {
        db.sql("select pg_advisory_xact_lock(hashtextextended(:email, 5321))")
                .param("email", email)
                .query((row, n) -> true)
                .single();
        return db.sql("""
                select p.number from identity.visitor v join identity.person p on p.number = v.number
                where p.email = :email and p.email_verified_at is not null
                """)
                .param("email", email)
                .query((row, n) -> new PersonNumber(row.getString("number")))
                .list();
    }

    void add(PersonNumber number, Passport passport) {
        db.sql("""
                insert into identity.visitor (number, nationality, registered_at, used_at) values (:number, :nationality, :now, :now)
                """)
                .param("number", number.digits())
                .param("nationality", passport.nationality())
                .param("now", now())
                .update();
        addDocument(number, passport);
    }

    /** Whether a number ended and nobody goes on as another one: what was registered under it is nobody's. */
    boolean isVoid(PersonNumber number) {
        return db.sql("""
                select exists (select from identity.person where number = :number and status = 'ENDED' and goes_on_as is null)
                """).param("number", number.digits()).query(Boolean.class).single();
    }

    /** Keeps that a passport is somebody's from now on. */
    void addDocument(PersonNumber number, Passport passport) {
        db.sql("""
                insert into identity.visitor_document (issuer, document, number, expiry, known_at)
                values (:issuer, :document, :number, :expiry, :now)
                on conflict (issuer, document) do update set number = excluded.number, expiry = excluded.expiry, known_at = excluded.known_at
                """)
                .param("issuer", passport.issuer())
                .param("document", passport.number())
                .param("number", number.digits())
                .param("expiry", passport.expiry())
                .param("now", now())
                .update();
    }

    void seen(PersonNumber number, String agency) {
        db.sql("update identity.visitor set seen_by = :agency, seen_at = :now, used_at = :now where number = :number")
                .param("agency", agency)
                .param("now", now())
                .param("number", number.digits())
                .update();
    }

    /** Notes how a visitor is reached. */
    void reachAt(PersonNumber number, String email, @Nullable Instant provedAt) {
        db.sql("update identity.person set email = :email, email_verified_at = :at where number = :number")
                .param("email", email)
                .param("at", provedAt == null ? null : provedAt.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("number", number.digits())
                .update();
    }

    @EventListener
    void used(SignedIn signedIn) {
        touch(signedIn.person());
    }

    /** Counts as used now; with who is no visitor nothing happens. */
    void touch(PersonNumber number) {
        db.sql("update identity.visitor set used_at = :now where number = :number")
                .param("now", now())
                .param("number", number.digits())
                .update();
    }

    /** Some who were not used since, the longest unused first. */
    List<PersonNumber> unusedSince(Instant since, int most) {
        return db.sql("select number from identity.visitor where used_at < :since order by used_at limit :most")
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, n) -> new PersonNumber(row.getString("number")))
                .list();
    }

    /** Deletes one and all with which he signed in; false when he was used meanwhile. */
    boolean forget(PersonNumber number, Instant unusedSince) {
        return db.sql("select identity.forget_visitor(:number, :since)")
                .param("number", number.digits())
                .param("since", unusedSince.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }
}
