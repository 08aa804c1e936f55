package bz.ceiba.systems.identity.signin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its owner sees it.
 *
 * @param id the credential ID in base64url
 * @param usedAt when it last signed him in, or null
 * @param synced whether its maker keeps a copy for his other devices
 * @param countsFrom when it will give more than a code does, or null when it does
 */
public record PasskeyPage(
        String id,
        String name,
        Instant madeAt,
        @Nullable Instant usedAt,
        boolean synced,
        @Nullable Instant countsFrom) {}
