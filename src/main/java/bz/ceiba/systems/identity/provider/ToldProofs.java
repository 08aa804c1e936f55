package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.Verifications;
import bz.ceiba.systems.identity.register.VerifiedClaims;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells approved parties what is proved about a person who consented, by whom and how (OpenID Connect for Identity Assurance 1.0). Each answer is
 * written down with its purpose and price before it is given, and the person reads it in his log.
 */
@Component
class ToldProofs {
    /** The country pack's fee for one answer. */
    static final String FEE = "identity-proofs";

    private final Verifications verifications;
    private final JdbcClient db;
    private final Country country;
    private final PartyUse use;
    private final Audit audit;
    private final Clock clock;

    /** What answers of one day cost. */
    record Cost(long answers, long cents) {}

    ToldProofs(Verifications verifications, JdbcClient db, Country country, PartyUse use, Audit audit, Clock clock) {
        this.verifications = verifications;
        this.db = db;
        this.country = country;
        this.use = use;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The value of {@code verified_claims}, if there is anything to tell.
     *
     * @param granted which claims the person consented to
     * @throws PartyUse.Spent when the party had as many answers today as it may have
     */
    @Transactional
    public Optional<Object> answer(
            Subject subject, RegisteredClient client, List<VerifiedRequest> asked, Set<PersonClaim> granted) {
        Instant now = clock.instant();
        Person person = subject.person();
        List<VerifiedClaims> known = asked.isEmpty() || person == null
                ? List.of()
                : verifications.of(
                        person.id(),
                        VerifiedRequest.CLAIMS.stream().map(PersonClaim::id).collect(Collectors.toSet()));
        List<Map<String, Object>> told = new ArrayList<>();
        Set<String> claims = new LinkedHashSet<>();
        for (VerifiedRequest request : asked) {
            known.stream()
                    .flatMap(one -> request.told(one, granted, now).stream())
                    .forEach(one -> {
                        told.add(one);
                        ((Map<?, ?>) Objects.requireNonNull(one.get("claims")))
                                .keySet()
                                .forEach(name -> claims.add((String) name));
                    });
        }
        if (told.isEmpty() || person == null) {
            return Optional.empty();
        }
        use.require(client.getClientId(), PartyUse.Kind.VERIFIED);
        write(subject, person.language(), client, asked, claims, now);
        use.count(client.getClientId(), PartyUse.Kind.VERIFIED);
        return Optional.of(told.size() == 1 ? told.getFirst() : told);
    }

    private void write(
            Subject subject,
            String language,
            RegisteredClient client,
            List<VerifiedRequest> asked,
            Set<String> claims,
            Instant now) {
        LocalDate day = LocalDate.ofInstant(now, Country.ZONE);
        // Trying it out costs nothing: there are no customers in the sandbox.
        long cents = RelyingParties.standing(client).sandbox()
                ? 0
                : country.fee(FEE, day).orElseThrow().cents();
        RelyingParties.Purpose purpose = RelyingParties.purpose(client);
        String why = Stream.concat(
                        purpose == null ? Stream.empty() : Stream.of(purpose.in(Locale.of(language))),
                        asked.stream().flatMap(VerifiedRequest::purposes))
                .distinct()
                .collect(Collectors.joining("; "));
        db.sql("""
                insert into identity.verified_answer (id, client_id, person, day, at, purpose, claims, cents)
                values (:id, :client, :person, :day, :at, :purpose, :claims, :cents)
                """)
                .param("id", Ids.next(clock))
                .param("client", client.getClientId())
                .param("person", subject.id())
                .param("day", day)
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("purpose", why)
                .param("claims", claims.toArray(String[]::new))
                .param("cents", cents)
                .update();
        audit.record(subject.learned(
                AuditEvent.PROOFS_TOLD,
                client,
                why,
                Map.of(
                        "client", client.getClientId(),
                        "claims", String.join(" ", claims),
                        "cents", String.valueOf(cents))));
    }

    /** What a party's answers cost, by day. */
    Map<LocalDate, Cost> costs(String client, LocalDate from) {
        Map<LocalDate, Cost> days = new TreeMap<>();
        db.sql("""
                select day, count(*) as answers, sum(cents) as cents from identity.verified_answer
                where client_id = :client and day >= :from group by day
                """)
                .param("client", client)
                .param("from", from)
                .query((row, n) -> days.put(
                        row.getObject("day", LocalDate.class), new Cost(row.getLong("answers"), row.getLong("cents"))))
                .list();
        return days;
    }
}
