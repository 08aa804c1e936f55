package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people consented to where an agreement rests on consent: to one version, and until they take it back. */
@Component
public class Consents {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final JdbcClient db;
    private final Agreements agreements;
    private final Country country;
    private final Audit audit;
    private final Clock clock;

    /**
     * @param withdrawnAt null while it stands
     * @param heardFrom the agency whose node says to have it, or null when it was given here
     */
    public record Consent(
            String agreement,
            int version,
            Instant givenAt,
            @Nullable Instant withdrawnAt,
            @Nullable String heardFrom) {
        public boolean stands() {
            return withdrawnAt == null;
        }
    }

    Consents(JdbcClient db, Agreements agreements, Country country, Audit audit, Clock clock) {
        this.db = db;
        this.agreements = agreements;
        this.country = country;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether the person's consent to exactly this version stands now. */
    boolean stands(PersonNumber person, Agreement agreement) {
        return given(person, agreement).isPresent();
    }

    /** Since when the person's consent to exactly this version stands, if it does. */
    Optional<Instant> given(PersonNumber person, Agreement agreement) {
        return db.sql("""
                select given_at from exchange.consent
                where person = :person and agreement = :agreement and version = :version and withdrawn_at is null
                """)
                .param("person", person.digits())
                .param("agreement", agreement.id())
                .param("version", agreement.version())
                .query((row, n) ->
                        row.getObject("given_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    /** Whether the person has taken a consent to exactly this version back here. */
    boolean isTakenBack(PersonNumber person, Agreement agreement) {
        return db.sql("""
                select exists (select 1 from exchange.consent
                  where person = :person and agreement = :agreement and version = :version and withdrawn_at is not null)
                """)
                .param("person", person.digits())
                .param("agreement", agreement.id())
                .param("version", agreement.version())
                .query(Boolean.class)
                .single();
    }

    /**
     * Notes a consent that another node says to have, so that the person sees it here and can take it back here. One that is older than what was
     * taken back here, or of tomorrow, counts for nothing.
     */
    void hear(PersonNumber person, Agreement agreement, Instant given, String from) {
        if (given.isAfter(clock.instant().plus(CLOCKS_DIFFER))) {
            return;
        }
        db.sql("""
                insert into exchange.consent (person, agreement, version, given_at, heard_from)
                select :person, :agreement, :version, :given, :from where not exists (
                  select 1 from exchange.consent
                  where person = :person and agreement = :agreement and (withdrawn_at is null or withdrawn_at > :given))
                on conflict do nothing
                """)
                .param("person", person.digits())
                .param("agreement", agreement.id())
                .param("version", agreement.version())
                .param("given", given.atOffset(ZoneOffset.UTC))
                .param("from", from)
                .update();
    }

    /** All that a person ever consented to, the newest first; at most 100. */
    List<Consent> of(PersonNumber person) {
        return db.sql("select * from exchange.consent where person = :person order by given_at desc limit 100")
                .param("person", person.digits())
                .query((row, n) -> {
                    @Nullable OffsetDateTime withdrawn = row.getObject("withdrawn_at", OffsetDateTime.class);
                    return new Consent(
                            row.getString("agreement"),
                            row.getInt("version"),
                            row.getObject("given_at", OffsetDateTime.class).toInstant(),
                            withdrawn == null ? null : withdrawn.toInstant(),
                            row.getString("heard_from"));
                })
                .list();
    }

    /**
     * Gives consent to the version that the person read; the same once more changes nothing.
     *
     * @throws Problem CONFLICT when that version is not in force any more, or rests on a law
     */
    @Transactional
    void give(Actor actor, String id, int version) {
        Agreement agreement = agreements.inForce(Country.today(clock)).stream()
                .filter(one ->
                        one.id().equals(id) && one.version() == version && one.basis() == Agreement.Basis.CONSENT)
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "exchange.problem.agreement-changed"));
        if (stands(actor.subject(), agreement)) {
            return;
        }
        take(actor, id);
        db.sql("""
                insert into exchange.consent (person, agreement, version, given_at, given_by)
                values (:person, :agreement, :version, :now, :by) on conflict do nothing
                """)
                .param("person", actor.subject().digits())
                .param("agreement", id)
                .param("version", version)
                .param("now", now())
                .param("by", actor.number())
                .update();
        record(actor, AuditEvent.CONSENT_GIVEN, agreement.consumer(), agreement.reference());
    }

    /** Takes it back at once; what was told before was told by right. */
    @Transactional
    void withdraw(Actor actor, String id) {
        agreements.all().stream().filter(one -> one.id().equals(id)).findFirst().ifPresent(agreement -> {
            if (take(actor, id) > 0) {
                record(actor, AuditEvent.CONSENT_WITHDRAWN, agreement.consumer(), id);
            }
        });
    }

    private int take(Actor actor, String id) {
        return db.sql("""
                update exchange.consent set withdrawn_at = :now, withdrawn_by = :by
                where person = :person and agreement = :agreement and withdrawn_at is null
                """)
                .param("person", actor.subject().digits())
                .param("agreement", id)
                .param("now", now())
                .param("by", actor.number())
                .update();
    }

    private void record(Actor actor, AuditEvent event, String consumer, String agreement) {
        audit.record(actor.does(
                event,
                null,
                Map.of("agreement", agreement, "party", country.nameOf(consumer).in(Locale.ENGLISH))));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
