package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Assurance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody verified something about a person.
 *
 * @param person by his internal identifier
 * @param at when it was verified
 * @param process by which the source finds it again
 * @param source the agency
 * @param claims what it says, by the names of OpenID Connect Core 1.0, 5.1 and OpenID Connect for Identity Assurance Claims
 *     Registration 1.0; a null says that there is no such thing, such as a middle name
 * @param validFrom since when that is so
 * @param knownFrom since when the register knows it
 */
record Verification(
        UUID id,
        UUID person,
        Instant at,
        String process,
        String source,
        List<Evidence> evidence,
        Map<String, @Nullable Object> claims,
        LocalDate validFrom,
        Instant knownFrom) {
    /** Ours: the rules of {@link Proofing}. */
    static final String TRUST_FRAMEWORK = "bz_identity";

    Verification {
        evidence = List.copyOf(evidence);
    }

    Assurance level() {
        return Proofing.level(evidence);
    }
}
