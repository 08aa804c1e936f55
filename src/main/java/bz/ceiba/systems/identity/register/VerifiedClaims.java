package bz.ceiba.systems.identity.register;

import java.util.Map;

/**
 * One element of {@code verified_claims} (OpenID Identity Assurance Schema Definition 1.0, 5.2), ready for JSON.
 *
 * @param verification {@code trust_framework}, {@code assurance_level}, {@code time}, {@code verification_process} and
 *     {@code evidence}, by name
 * @param claims what was verified, by name; never empty
 */
public record VerifiedClaims(Map<String, Object> verification, Map<String, Object> claims) {
    public VerifiedClaims {
        verification = Map.copyOf(verification);
        claims = Map.copyOf(claims);
    }

    Map<String, Object> json() {
        return Map.of("verification", verification, "claims", claims);
    }
}
