package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.identity.register.Companies;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people let relying parties know of them and of those for whom they act, for which purpose. Each answer is kept as it was given; somebody
 * is asked again when a party wants more than he was asked for, or for another purpose. What somebody answers himself and what others answer
 * for him are apart.
 */
@Component
class Consents {
    private final JdbcClient db;
    private final People people;
    private final Companies companies;
    private final ConsentNotices notices;
    private final Audit audit;
    private final PartyUse use;
    private final Clock clock;

    Consents(
            JdbcClient db,
            People people,
            Companies companies,
            ConsentNotices notices,
            Audit audit,
            PartyUse use,
            Clock clock) {
        this.db = db;
        this.people = people;
        this.companies = companies;
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
     * @param subject the identifier of whom it is about
     * @param givenBy the identifier of who gave it for him, or null for himself
     * @param ground on which he did, or null
     * @param endedAt when it was withdrawn or another answer took its place, or null
     */
    record Consent(
            UUID id,
            UUID subject,
            @Nullable UUID givenBy,
            Mandate.@Nullable Ground ground,
            String client,
            String party,
            RelyingParties.Purpose purpose,
            Set<PersonClaim> granted,
            Set<PersonClaim> refused,
            boolean proofs,
            Instant givenAt,
            @Nullable Instant endedAt,
            boolean withdrawn) {}

    /** What of a request this client may ask for at all, by its registration, of whom it is about. */
    static Set<PersonClaim> askable(Subject subject, RegisteredClient client, Asked asked) {
        Set<PersonClaim> claims = asked.claims();
        if (asksForProofs(subject, client, asked)) {
            asked.verified().forEach(request -> claims.addAll(request.claims().keySet()));
        }
        claims.retainAll(PersonClaim.in(client.getScopes()));
        claims.retainAll(subject.claims());
        return claims;
    }

    /** Whether it asks for proofs, of which there are none of companies, and an officer approved that it may. */
    static boolean asksForProofs(Subject subject, RegisteredClient client, Asked asked) {
        return subject.person() != null
                && RelyingParties.standing(client).proofs()
                && !asked.verified().isEmpty();
    }

    /** Without which claims the client can't go on, by what it says. */
    static Set<PersonClaim> essential(Subject subject, RegisteredClient client, Asked asked) {
        Set<PersonClaim> essential = EnumSet.noneOf(PersonClaim.class);
        essential.addAll(asked.essential());
        if (asksForProofs(subject, client, asked)) {
            asked.verified().forEach(request -> request.essential().forEach(essential::add));
        }
        return essential;
    }

    /** Whether the person lets the client know proofs. */
    boolean provesTo(Subject subject, RegisteredClient client) {
        return RelyingParties.standing(client).proofs()
                && RelyingParties.purpose(client) != null
                && inForce(subject, client).filter(Consent::proofs).isPresent();
    }

    /** Whether a request waits for an answer: one is missing, or the client wants another one. */
    boolean isDue(Subject subject, RegisteredClient client, OAuth2AuthorizationRequest request) {
        Asked asked = Asked.of(request);
        boolean again = AuthorizationRequests.prompts(request.getAdditionalParameters())
                        .contains("consent")
                && RelyingParties.purpose(client) != null
                && (subject.isActedFor() || !askable(subject, client, asked).isEmpty());
        return again || missing(subject, client, asked);
    }

    /**
     * Whether somebody has to be asked before the client is told what it asks for. Our own portal acts by law and needs no consent. Who acts
     * is asked in any case, so that the one for whom he does finds it, and can end it.
     */
    private boolean missing(Subject subject, RegisteredClient client, Asked asked) {
        RelyingParties.Purpose purpose = RelyingParties.purpose(client);
        Set<PersonClaim> claims = askable(subject, client, asked);
        if (purpose == null || (claims.isEmpty() && !subject.isActedFor())) {
            return false;
        }
        Optional<Consent> given = inForce(subject, client);
        if (given.isEmpty()) {
            return true;
        }
        Set<PersonClaim> essential = essential(subject, client, asked);
        claims.removeAll(given.get().granted());
        claims.removeIf(claim -> given.get().refused().contains(claim) && !essential.contains(claim));
        return !claims.isEmpty()
                || (asksForProofs(subject, client, asked) && !given.get().proofs());
    }

    /** What of a request the client may be told. */
    Set<PersonClaim> granted(Subject subject, RegisteredClient client, Asked asked) {
        Set<PersonClaim> claims = askable(subject, client, asked);
        if (RelyingParties.purpose(client) != null && !claims.isEmpty()) {
            claims.retainAll(inForce(subject, client).map(Consent::granted).orElse(Set.of()));
        }
        return claims;
    }

    /** The answer that holds, for the purpose that the client has now; of who acts his own, not that of whom he acts for. */
    Optional<Consent> inForce(Subject subject, RegisteredClient client) {
        RelyingParties.Purpose purpose = Objects.requireNonNull(RelyingParties.purpose(client));
        return db.sql("""
                select * from identity.consent
                where person = :person and client = :client and given_by is not distinct from :giver and ended_at is null
                  and purpose_revision = :revision
                """)
                .param("person", subject.id())
                .param("giver", subject.giver(), Types.OTHER)
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
    public boolean answer(Subject subject, RegisteredClient client, Asked asked, Set<PersonClaim> chosen) {
        RelyingParties.Purpose purpose = Objects.requireNonNull(RelyingParties.purpose(client));
        Set<PersonClaim> claims = askable(subject, client, asked);
        Set<PersonClaim> essential = EnumSet.copyOf(claims);
        essential.retainAll(essential(subject, client, asked));
        if (!chosen.containsAll(essential)) {
            record(subject, AuditEvent.CONSENT_REFUSED, client.getClientName(), essential);
            use.count(client.getClientId(), PartyUse.Kind.REFUSED);
            return false;
        }
        Set<PersonClaim> granted = EnumSet.noneOf(PersonClaim.class);
        Set<PersonClaim> refused = EnumSet.noneOf(PersonClaim.class);
        people.lock(subject.answers());
        inForce(subject, client).ifPresent(before -> {
            granted.addAll(before.granted());
            refused.addAll(before.refused());
        });
        granted.removeAll(claims);
        refused.removeAll(claims);
        claims.forEach(claim -> (chosen.contains(claim) ? granted : refused).add(claim));
        boolean proofs = asksForProofs(subject, client, asked)
                || inForce(subject, client).filter(Consent::proofs).isPresent();
        end(subject.id(), subject.giver(), client.getClientId(), false);
        UUID receipt = UUID.randomUUID();
        db.sql("""
                insert into identity.consent (id, person, client, party, purpose_en, purpose_es, purpose_revision, granted, refused, proofs,
                  given_at, given_by, ground)
                values (:id, :person, :client, :party, :en, :es, :revision, :granted, :refused, :proofs, :now, :giver, :ground)
                """)
                .param("id", receipt)
                .param("person", subject.id())
                .param("giver", subject.giver(), Types.OTHER)
                .param(
                        "ground",
                        subject.ground() == null ? null : subject.ground().name(),
                        Types.VARCHAR)
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
        record(subject, AuditEvent.CONSENT_GIVEN, client.getClientName(), granted);
        notices.given(subject, receipt, client.getClientName());
        return true;
    }

    /** Notes that the person let the client know nothing. */
    void refused(Subject subject, RegisteredClient client) {
        record(subject, AuditEvent.CONSENT_REFUSED, client.getClientName(), Set.of());
        use.count(client.getClientId(), PartyUse.Kind.REFUSED);
    }

    /** All answers of a person, and those that others gave for him and he for others; the newest first. */
    List<Consent> of(UUID person) {
        return db.sql("select * from identity.consent where :person in (person, given_by) order by given_at desc, id")
                .param("person", person)
                .query((row, n) -> consent(row))
                .list();
    }

    /**
     * Withdraws an answer: he whom it is about, or who gave it for him. The party learns nothing from now on, and whatever it holds by this answer
     * is of no use at once: codes, access and refresh tokens, on all processes. What somebody else answered stays.
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
        UUID giver = consent.givenBy();
        end(consent.subject(), giver, consent.client(), true);
        db.sql("""
                delete from identity.authorization_given
                where client = :client and principal = :principal and represented is not distinct from :represented
                """)
                .param("client", consent.client())
                .param("principal", String.valueOf(giver == null ? consent.subject() : giver))
                .param("represented", giver == null ? null : consent.subject(), Types.OTHER)
                .update();
        Subject subject = subject(consent);
        AuditEntry withdrawn = subject.did(AuditEvent.CONSENT_WITHDRAWN, Map.of("party", consent.party()));
        audit.record(
                person.number().equals(subject.answers())
                        ? withdrawn
                        : actor.does(AuditEvent.CONSENT_WITHDRAWN, null, Map.of("party", consent.party())));
        notices.withdrawn(subject, receipt, consent.party());
    }

    /** Whom an answer is about, with who gave it, whether or not he may act still. */
    Subject subject(Consent consent) {
        UUID giver = consent.givenBy();
        Mandate.Ground ground = consent.ground();
        if (giver == null || ground == null) {
            return Subject.of(people.find(consent.subject()).orElseThrow());
        }
        Person by = people.find(giver).orElseThrow();
        return people.find(consent.subject())
                .map(person -> Subject.of(person, by, ground))
                .orElseGet(() -> Subject.of(companies.find(consent.subject()).orElseThrow(), by, ground));
    }

    private void end(UUID subject, @Nullable UUID giver, String client, boolean withdrawn) {
        db.sql("""
                update identity.consent set ended_at = :now, withdrawn = :withdrawn
                where person = :person and client = :client and given_by is not distinct from :giver and ended_at is null
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("withdrawn", withdrawn)
                .param("person", subject)
                .param("giver", giver, Types.OTHER)
                .param("client", client)
                .update();
    }

    private void record(Subject subject, AuditEvent event, String party, Collection<PersonClaim> claims) {
        audit.record(subject.did(event, Map.of("party", party, "claims", String.join(" ", ids(claims)))));
    }

    private static String[] ids(Collection<PersonClaim> claims) {
        return claims.stream().map(PersonClaim::id).toArray(String[]::new);
    }

    private static Consent consent(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        String ground = row.getString("ground");
        return new Consent(
                row.getObject("id", UUID.class),
                row.getObject("person", UUID.class),
                row.getObject("given_by", UUID.class),
                ground == null ? null : Mandate.Ground.valueOf(ground),
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
