package bz.ceiba.systems.identity.signin;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of a person (a public key credential source as the relying party keeps it; WebAuthn Level 3, 4 "credential record").
 *
 * @param id the credential ID
 * @param person whose it is, by the register's identifier
 * @param name as he calls it
 * @param credential attested credential data: AAGUID, credential ID and public key (6.5.1)
 * @param attested whether its maker vouched for the device and is trusted
 * @param signCount the signature counter as it was last seen (6.1.1); 0 for authenticators that have none
 * @param countsFrom from when it gives more than a code does
 * @param usedAt when it last signed its owner in, or null
 */
record Passkey(
        byte[] id,
        UUID person,
        String name,
        byte[] credential,
        UUID aaguid,
        boolean attested,
        boolean backupEligible,
        boolean backedUp,
        long signCount,
        List<String> transports,
        Instant madeAt,
        Instant countsFrom,
        @Nullable Instant usedAt) {
    Passkey {
        transports = List.copyOf(transports);
    }
}
