package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people do with the services that they run: register them, which begins in the sandbox; ask for production; change what people see of
 * them, which in production an officer approves first; change secrets and keys without a gap; and share them with others. Each
 * change is in the log and told to all owners.
 */
@Component
class OwnedParties {
    /** So long a secret is good after another one was made. */
    static final Duration OVERLAP = Duration.ofHours(24);

    /** So many one person may run. */
    static final int MOST_PARTIES = 10;

    static final int MOST_OWNERS = 10;

    private static final int SECRET_BYTES = 32;
    private static final String CHANGED = "identity.notice.party-changed";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RelyingParties parties;
    private final PartyRows rows;
    private final PartyOwners owners;
    private final Audit audit;
    private final Clock clock;

    /**
     * @param secret shown this once, or null if it has none
     */
    record Registered(String clientId, @Nullable String secret) {}

    OwnedParties(RelyingParties parties, PartyRows rows, PartyOwners owners, Audit audit, Clock clock) {
        this.parties = parties;
        this.rows = rows;
        this.owners = owners;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Registers a service, in the sandbox.
     *
     * @throws Problem TOO_MANY when the person runs as many as one may
     */
    @Transactional
    public Registered register(PartyTerms terms, String contact, ClientMetadata metadata, Actor actor) {
        if (owners.parties(actor.number(), true).size() >= MOST_PARTIES) {
            throw new Problem(Problem.Kind.TOO_MANY, "identity.problem.parties-many");
        }
        String id = UUID.randomUUID().toString();
        String secret = metadata.hasSecret() ? secret() : null;
        parties.add(new RelyingParties.Registration(
                id,
                terms.name(),
                secret,
                terms.redirectUris(),
                terms.logoutUris(),
                terms.scopes(),
                Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN),
                terms.purposeEn().isEmpty()
                        ? null
                        : new RelyingParties.Purpose(terms.purposeEn(), terms.purposeEs(), 1),
                metadata));
        rows.apply(id, terms, true);
        rows.setContact(id, contact);
        owners.add(id, actor.number(), actor.name());
        audit.record(actor.does(AuditEvent.PARTY_REGISTERED, null, Map.of("client", id, "party", terms.name())));
        return new Registered(id, secret);
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Those that he runs, or was asked to run. */
    List<Party> of(Actor actor, boolean accepted) {
        return owners.parties(actor.number(), accepted).stream()
                .map(id -> rows.find(id).orElseThrow())
                .toList();
    }

    /**
     * @throws Problem NOT_FOUND when he does not run it
     */
    Party find(String clientId, Actor actor) {
        return rows.find(clientId)
                .filter(party -> owners.owns(clientId, actor.number()))
                .orElseThrow(OwnedParties::none);
    }

    private Party lock(String clientId, Actor actor) {
        Party party = rows.lock(clientId)
                .filter(one -> owners.owns(clientId, actor.number()))
                .orElseThrow(OwnedParties::none);
        if (party.endedAt() != null) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.party-ended");
        }
        return party;
    }

    private static Problem none() {
        return new Problem(Problem.Kind.NOT_FOUND, "identity.problem.no-party");
    }

    /**
     * Changes how it shows itself and what it asks. In production an officer has to approve that, and until then what was approved stays in
     * force; what waits for an officer meanwhile is not asked any more.
     *
     * @return whether it waits for an officer
     */
    @Transactional
    public boolean change(String clientId, PartyTerms terms, String contact, Actor actor) {
        Party before = lock(clientId, actor);
        rows.setContact(clientId, contact);
        if (terms.equals(before.terms())) {
            return false;
        }
        boolean waits = !before.sandbox() && terms.needsApprovalAfter(before.terms());
        if (waits) {
            rows.ask(clientId, terms, actor.number(), actor.name());
        } else {
            rows.withdraw(clientId);
            rows.apply(clientId, terms, before.sandbox());
        }
        changed(before, waits ? "change asked for" : "registration", actor);
        return waits;
    }

    /** Asks an officer to let everybody sign in to it. */
    @Transactional
    public void askForProduction(String clientId, Actor actor) {
        Party party = lock(clientId, actor);
        if (!party.sandbox()) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.party-in-production");
        }
        rows.ask(clientId, party.terms(), actor.number(), actor.name());
        changed(party, "production asked for", actor);
    }

    /** Makes another secret; the one until now is good for a day more, so that its servers can be changed one after the other. */
    @Transactional
    public String rotateSecret(String clientId, Actor actor) {
        Party party = lock(clientId, actor);
        if (!party.metadata().hasSecret()) {
            throw none();
        }
        String secret = secret();
        rows.setSecret(clientId, Sha256.hex(secret), clock.instant().plus(OVERLAP));
        changed(party, "secret rotated", actor);
        return secret;
    }

    /**
     * Adds public keys to those that it has, which stay valid.
     *
     * @throws Problem CONFLICT when there would be too many, or two of one name
     */
    @Transactional
    public void addKeys(String clientId, JWKSet added, Actor actor) {
        Party party = lock(clientId, actor);
        List<JWK> keys = new ArrayList<>(own(party).getKeys());
        keys.addAll(added.getKeys());
        boolean named = keys.stream().map(JWK::getKeyID).distinct().count() == keys.size();
        if (!named || keys.size() > PartyForm.MOST_ADDRESSES) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.party-keys");
        }
        rows.setMetadata(clientId, party.metadata().with(new JWKSet(keys)));
        changed(party, "key added", actor);
    }

    /**
     * Takes a key off; from then on it proves nothing.
     *
     * @throws Problem CONFLICT when it is the last one
     */
    @Transactional
    public void removeKey(String clientId, String kid, Actor actor) {
        Party party = lock(clientId, actor);
        List<JWK> left = own(party).getKeys().stream()
                .filter(key -> !kid.equals(key.getKeyID()))
                .toList();
        if (left.isEmpty()) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.party-last-key");
        }
        if (left.size() < own(party).getKeys().size()) {
            rows.setMetadata(clientId, party.metadata().with(new JWKSet(left)));
            changed(party, "key removed", actor);
        }
    }

    private static JWKSet own(Party party) {
        if (party.metadata().jwks() == null) {
            throw none();
        }
        return party.metadata().keys();
    }

    /** Asks somebody to run it, too; he is told, and accepts by signing in. */
    @Transactional
    public void invite(String clientId, PersonNumber person, Actor actor) {
        Party party = lock(clientId, actor);
        if (owners.of(clientId).size() >= MOST_OWNERS) {
            throw new Problem(Problem.Kind.TOO_MANY, "identity.problem.party-owners");
        }
        owners.invite(clientId, person, actor.number(), party.terms().name());
        changed(party, "owner asked", actor);
    }

    /**
     * @throws Problem NOT_FOUND when he was not asked
     */
    @Transactional
    public void accept(String clientId, Actor actor) {
        Party party = rows.lock(clientId).orElseThrow(OwnedParties::none);
        if (!owners.accept(clientId, actor.number(), actor.name())) {
            throw none();
        }
        changed(party, "owner accepted", actor);
    }

    /**
     * Takes an owner off, or somebody who was asked; each may go himself.
     *
     * @throws Problem CONFLICT when nobody would be left
     */
    @Transactional
    public void remove(String clientId, String person, Actor actor) {
        Party party = rows.lock(clientId)
                .filter(one -> owners.owns(clientId, actor.number())
                        || (person.equals(actor.number()) && owners.concerns(clientId, person)))
                .orElseThrow(OwnedParties::none);
        changed(party, "owner removed", actor);
        if (!owners.remove(clientId, person)) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.party-last-owner");
        }
    }

    private void changed(Party party, String what, Actor actor) {
        audit.record(actor.does(
                AuditEvent.PARTY_CHANGED,
                null,
                Map.of("client", party.clientId(), "party", party.terms().name(), "what", what)));
        owners.tellAll(party.clientId(), CHANGED, Map.of("party", party.terms().name(), "by", actor.name()));
    }
}
