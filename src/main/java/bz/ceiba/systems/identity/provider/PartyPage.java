package bz.ceiba.systems.identity.provider;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as its owners see it.
 *
 * @param stage {@code sandbox}, {@code production} or {@code ended}
 * @param proof how it proves itself: {@code secret}, {@code keys}, {@code uri} or {@code other}
 * @param keysAt where its keys are, or null
 * @param asked what its owners asked an officer last, or null
 * @param terms as they are in force
 */
public record PartyPage(
        String client,
        String contact,
        String stage,
        Terms terms,
        String proof,
        @Nullable String keysAt,
        List<String> keys,
        List<Owner> owners,
        @Nullable Asked asked,
        @Nullable Instant oldSecretUntil,
        @Nullable String endReason) {
    public PartyPage {
        keys = List.copyOf(keys);
        owners = List.copyOf(owners);
    }

    /**
     * How it shows itself and what it asks.
     *
     * @param scopes without {@code openid}
     * @param representation in what people may act for others there, or null
     */
    public record Terms(
            String name,
            List<String> redirect,
            List<String> logout,
            List<String> scopes,
            String purposeEn,
            String purposeEs,
            boolean proofs,
            boolean exchange,
            List<String> exchangeParties,
            @Nullable String representation) {
        public Terms {
            exchangeParties = List.copyOf(exchangeParties);
            redirect = List.copyOf(redirect);
            logout = List.copyOf(logout);
            scopes = List.copyOf(scopes);
        }

        static Terms of(PartyTerms terms) {
            return new Terms(
                    terms.name(),
                    terms.redirectUris(),
                    terms.logoutUris(),
                    terms.scopes().stream()
                            .filter(scope -> !scope.equals("openid"))
                            .toList(),
                    terms.purposeEn(),
                    terms.purposeEs(),
                    terms.proofs(),
                    terms.exchange(),
                    terms.exchangeParties(),
                    terms.representation());
        }
    }

    /**
     * @param name null until he has accepted
     */
    public record Owner(String person, @Nullable String name, boolean self) {}

    /**
     * @param state {@code WAITING}, {@code APPROVED} or {@code DECLINED}
     */
    public record Asked(String state, @Nullable String reason, Instant at, Terms terms) {}

    static PartyPage of(Party party, List<PartyOwners.Owner> owners, PartyRows.@Nullable Asked asked, String reader) {
        ClientMetadata metadata = party.metadata();
        String proof = metadata.hasSecret()
                ? PartyForm.SECRET
                : metadata.jwksUri() != null
                        ? PartyForm.URI_OF_KEYS
                        : metadata.jwks() != null ? PartyForm.KEYS : "other";
        return new PartyPage(
                party.clientId(),
                party.contact(),
                party.endedAt() != null ? "ended" : party.sandbox() ? "sandbox" : "production",
                Terms.of(party.terms()),
                proof,
                metadata.jwksUri(),
                metadata.keys().getKeys().stream()
                        .map(key -> String.valueOf(key.getKeyID()))
                        .toList(),
                owners.stream()
                        .map(owner -> new Owner(
                                owner.person(), owner.name(), owner.person().equals(reader)))
                        .toList(),
                asked == null ? null : new Asked(asked.state(), asked.reason(), asked.at(), Terms.of(asked.terms())),
                party.oldSecretUntil(),
                party.endReason());
    }
}
