package bz.ceiba.systems.identity.register;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The identity room's settings.
 *
 * @param demoPeople how many people the demonstration's register has
 * @param demoSeed from which they are drawn
 * @param staffPasskey whether staff sign in with a passkey instead of a password; null: yes, except in the demonstration
 * @param firstPasskeyWaits how long a passkey that was made after nothing better than a code gives no more than a code does; null: a
 *     day, in the demonstration not at all
 * @param highPasskeys the AAGUIDs of authenticators that give the level HIGH; none of them does unless it is attested under one of the
 *     {@code attestationRoots}
 * @param attestationRoots a file of PEM certificates: the makers of authenticators that are trusted; null: attestation is not asked for
 * @param placeHeader the header in which the proxy in front says roughly where a browser is ({@code BZ 17.25 -88.77}), and which it takes
 *     away when a browser sends it; null: nobody says so, and what depends on it is off
 * @param recoveryWaits how long a recovery waits, so that it can be stopped; null: 72 hours, in the demonstration two minutes
 */
@Validated
@ConfigurationProperties("ceiba.identity")
public record IdentitySettings(
        @Min(10) @Max(1_000_000) @DefaultValue("20000") int demoPeople,
        @DefaultValue("1981") long demoSeed,
        @Nullable Boolean staffPasskey,

        @Nullable @DurationMin(seconds = 0) Duration firstPasskeyWaits,

        @DefaultValue Set<UUID> highPasskeys,
        @Nullable Path attestationRoots,
        @Nullable String placeHeader,

        @Nullable @DurationMin(seconds = 0) Duration recoveryWaits) {
    public IdentitySettings {
        highPasskeys = Set.copyOf(highPasskeys);
    }
}
