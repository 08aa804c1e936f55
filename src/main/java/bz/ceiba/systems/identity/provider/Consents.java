package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people let relying parties know of them, for which purpose. Each answer is kept as it was given; somebody is asked again when a
 * party wants more than he was asked for, or for another purpose.
 */
@Component
class Consents {
    private final JdbcClient db;
    private final People people;
    private final Notices notices;
    private final Audit audit;
    private final PartyUse use;
    private final Clock clock;

    Consents(JdbcClient db, People people, Notices notices, Audit audit, PartyUse use, Clock clock) {
        this.db = db;
        this.people = people;
        this.notices = notices;
        this.audit = audit;
        this.use = use;
        this.clock = clock;
    }

    /**
     * One answer, which is also its receipt.
     *
     * @param id the receipt's number
     * @param party its name when the person was asked
     * @param refused what the person was asked for and need not tell
     * @param proofs whether the party may also know what is proved of what was granted, by whom and how
     * @param endedAt when it was withdrawn or another answer took its place, or null
     */
    record Consent(
            UUID id,
            String client,
            String party,
            RelyingParties.Purpose purpose,
            Set<PersonClaim> granted,
            Set<PersonClaim> refused,
            boolean proofs,
            Instant givenAt,
            @Nullable Instant endedAt,
            boolean withdrawn) {}

    /** What of a request this client may ask for at all, by its registration. */
    static Set<PersonClaim> askable(RegisteredClient client, Asked asked) {
        Set<PersonClaim> claims = asked.claims();
        if (asksForProofs(client, asked)) {
            asked.verified().forEach(request -> claims.addAll(request.claims().keySet()));
        }
        claims.retainAll(PersonClaim.in(client.getScopes()));
        return claims;
    }

    /** Whether it asks for proofs, and an officer approved that it may. */
    static boolean asksForProofs(RegisteredClient client, Asked asked) {
        return RelyingParties.standing(client).proofs() && !asked.verified().isEmpty();
    }

    /** Without which claims the client can't go on, by what it says. */
    static Set<PersonClaim> essential(RegisteredClient client, Asked asked) {
        Set<PersonClaim> essential = EnumSet.noneOf(PersonClaim.class);
        essential.addAll(asked.essential());
        if (asksForProofs(client, asked)) {
            asked.verified().forEach(request -> request.essential().forEach(essential::add));
        }
        return essential;
    }

    /** Whether the person lets the client know proofs. */
    boolean provesTo(UUID person, RegisteredClient client) {
        return RelyingParties.standing(client).proofs()
                && RelyingParties.purpose(client) != null
                && inForce(person, client).filter(Consent::proofs).isPresent();
    }

    /** Whether the person has to be asked before the client is told what it asks for. Our own portal acts by law and needs no consent. */
    boolean missing(UUID person, RegisteredClient client, Asked asked) {
        RelyingParties.Purpose purpose = RelyingParties.purpose(client);
        Set<PersonClaim> claims = askable(client, asked);
        if (purpose == null || claims.isEmpty()) {
            return false;
        }
        Optional<Consent> given = inForce(person, client);
        if (given.isEmpty()) {
            return true;
        }
        Set<PersonClaim> essential = essential(client, asked);
        claims.removeAll(given.get().granted());
        claims.removeIf(claim -> given.get().refused().contains(claim) && !essential.contains(claim));
        return !claims.isEmpty()
                || (asksForProofs(client, asked) && !given.get().proofs());
    }

    /** What of a request the client may be told. */
    Set<PersonClaim> granted(UUID person, RegisteredClient client, Asked asked) {
        Set<PersonClaim> claims = askable(client, asked);
        if (RelyingParties.purpose(client) != null && !claims.isEmpty()) {
            claims.retainAll(inForce(person, client).map(Consent::granted).orElse(Set.of()));
        }
        return claims;
    }

    /** The answer that holds, for the purpose that the client has now. */
    Optional<Consent> inForce(UUID person, RegisteredClient client) {
        RelyingParties.Purpose purpose = Objects.requireNonNull(RelyingParties.purpose(client));
        return db.sql("""
                select * from identity.consent
                where person = :person and client = :client and ended_at is null and purpose_revision = :revision
                """)
                .param("person", person)
                .param("client", client.getClientId())
                .param("revision", purpose.revision())
                .query((row, n) -> consent(row))
                .optional();
    }

    /**
     * Keeps an answer, in the place of the one before. What was granted earlier and not asked now stays granted.
     *
     * @return whether the client gets what it can't do without; if not, nothing is kept
     */
    @Transactional
    public boolean answer(UUID id, RegisteredClient client, Asked asked, Set<PersonClaim> chosen) {
        RelyingParties.Purpose purpose = Objects.requireNonNull(RelyingParties.purpose(client));
        Person person = people.find(id).orElseThrow();
        Set<PersonClaim> claims = askable(client, asked);
        Set<PersonClaim> essential = EnumSet.copyOf(claims);
        essential.retainAll(essential(client, asked));
        if (!chosen.containsAll(essential)) {
            record(person, AuditEvent.CONSENT_REFUSED, client.getClientName(), essential);
            use.count(client.getClientId(), PartyUse.Kind.REFUSED);
            return false;
        }
        Set<PersonClaim> granted = EnumSet.noneOf(PersonClaim.class);
        Set<PersonClaim> refused = EnumSet.noneOf(PersonClaim.class);
        people.lock(person.number());
        inForce(id, client).ifPresent(before -> {
            granted.addAll(before.granted());
            refused.addAll(before.refused());
        });
        granted.removeAll(claims);
        refused.removeAll(claims);
        claims.forEach(claim -> (chosen.contains(claim) ? granted : refused).add(claim));
        boolean proofs = asksForProofs(client, asked)
                || inForce(id, client).filter(Consent::proofs).isPresent();
        end(id, client.getClientId(), false);
        UUID receipt = UUID.randomUUID();
        db.sql("""
                insert into identity.consent (id, person, client, party, purpose_en, purpose_es, purpose_revision, granted, refused, proofs,
                  given_at)
                values (:id, :person, :client, :party, :en, :es, :revision, :granted, :refused, :proofs, :now)
                """)
                .param("id", receipt)
                .param("person", id)
                .param("client", client.getClientId())
                .param("party", client.getClientName())
                .param("en", purpose.en())
                .param("es", purpose.es())
                .param("revision", purpose.revision())
                .param("granted", ids(granted))
                .param("refused", ids(refused))
                .param("proofs", proofs)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        record(person, AuditEvent.CONSENT_GIVEN, client.getClientName(), granted);
        tell(person, receipt, client.getClientName(), "identity.notice.consent-given");
        return true;
    }

    /** Notes that the person let the client know nothing. */
    void refused(UUID person, RegisteredClient client) {
        record(people.find(person).orElseThrow(), AuditEvent.CONSENT_REFUSED, client.getClientName(), Set.of());
        use.count(client.getClientId(), PartyUse.Kind.REFUSED);
    }

    /** All answers of a person, the newest first. */
    List<Consent> of(UUID person) {
        return db.sql("select * from identity.consent where person = ? order by given_at desc, id")
                .param(person)
                .query((row, n) -> consent(row))
                .list();
    }

    /**
     * Withdraws an answer. The party learns nothing from now on, and whatever it holds for the person is of no use at once: codes, access
     * and refresh tokens, on all processes.
     *
     * @throws Problem NOT_FOUND when it is none of his, or does not hold any more
     */
    @Transactional
    public void withdraw(Actor actor, UUID receipt) {
        Person person = people.find(actor.person()).orElseThrow();
        Consent consent = of(person.id()).stream()
                .filter(one -> one.id().equals(receipt) && one.endedAt() == null)
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        end(person.id(), consent.client(), true);
        db.sql("delete from identity.authorization_given where client = :client and principal = :person")
                .param("client", consent.client())
                .param("person", person.id().toString())
                .update();
        audit.record(actor.does(AuditEvent.CONSENT_WITHDRAWN, null, Map.of("party", consent.party())));
        tell(person, receipt, consent.party(), "identity.notice.consent-withdrawn");
    }

    private void end(UUID person, String client, boolean withdrawn) {
        db.sql("""
                update identity.consent set ended_at = :now, withdrawn = :withdrawn
                where person = :person and client = :client and ended_at is null
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("withdrawn", withdrawn)
                .param("person", person)
                .param("client", client)
                .update();
    }

    private void record(Person person, AuditEvent event, String party, Collection<PersonClaim> claims) {
        audit.record(new AuditEntry(
                event,
                person.number().digits(),
                person.name(),
                null,
                person.number(),
                null,
                null,
                Map.of("party", party, "claims", String.join(" ", ids(claims)))));
    }

    private void tell(Person person, UUID receipt, String party, String template) {
        notices.send(new Notice(
                template + "/" + receipt,
                person.number(),
                template,
                Map.of("name", person.name(), "party", party),
                null));
    }

    private static String[] ids(Collection<PersonClaim> claims) {
        return claims.stream().map(PersonClaim::id).toArray(String[]::new);
    }

    private static Consent consent(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Consent(
                row.getObject("id", UUID.class),
                row.getString("client"),
                row.getString("party"),
                new RelyingParties.Purpose(
                        row.getString("purpose_en"), row.getString("purpose_es"), row.getInt("purpose_revision")),
                claims(row, "granted"),
                claims(row, "refused"),
                row.getBoolean("proofs"),
                row.getObject("given_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getBoolean("withdrawn"));
    }

    private static Set<PersonClaim> claims(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray()).stream()
                .map(PersonClaim::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PersonClaim.class)));
    }
}
