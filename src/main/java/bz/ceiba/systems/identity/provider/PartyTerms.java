package bz.ceiba.systems.identity.provider;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a party shows itself to people and what it asks of them: in production no owner changes that alone.
 *
 * @param logoutUris where people come to after signing out
 * @param purposeEn what for it asks, empty if it asks for {@code openid} only
 * @param proofs whether it asks for what was verified, with its evidence
 * @param exchange whether it may exchange tokens for narrower ones (RFC 8693)
 * @param exchangeParties the clients of its sector that may exchange its tokens
 * @param representation in what people may act for others there, of {@link Representing#MATTERS}, or null
 */
record PartyTerms(
        String name,
        List<String> redirectUris,
        List<String> logoutUris,
        Set<String> scopes,
        String purposeEn,
        String purposeEs,
        boolean proofs,
        boolean exchange,
        List<String> exchangeParties,
        @Nullable String representation) {
    PartyTerms {
        redirectUris = List.copyOf(redirectUris);
        logoutUris = List.copyOf(logoutUris);
        scopes = new TreeSet<>(scopes);
        // What was asked before there was this has none.
        exchangeParties = exchangeParties == null ? List.of() : List.copyOf(exchangeParties);
    }

    /** Whether an officer has to approve these in the place of the others; other addresses at the same hosts need no approval. */
    boolean needsApprovalAfter(PartyTerms before) {
        return !name.equals(before.name)
                || !scopes.equals(before.scopes)
                || !purposeEn.equals(before.purposeEn)
                || !purposeEs.equals(before.purposeEs)
                || (proofs && !before.proofs)
                || (exchange && !before.exchange)
                || !before.exchangeParties.containsAll(exchangeParties)
                || (representation != null && !representation.equals(before.representation))
                || !before.hosts().containsAll(hosts());
    }

    private Set<String> hosts() {
        return Stream.concat(redirectUris.stream(), logoutUris.stream())
                .map(address -> URI.create(address).getRawAuthority())
                .collect(Collectors.toSet());
    }
}
