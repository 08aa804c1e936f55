package bz.ceiba.systems.identity.provider;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The OpenID Provider's settings.
 *
 * @param keyLife how long one key signs; the next one is published two days before it begins
 * @param clientCertificateHeader in which header the proxy that ends TLS tells which certificate a client showed, as RFC 9440 has it or as
 *     URL-encoded PEM; it has to remove what clients themselves put there. Null: none does, and only a certificate shown to this process counts
 * @param clientCertificateAuthorities a file of PEM certificates: who issues the certificates of relying parties; null: each party registers
 *     its own, self-signed
 * @param quota how much a party may do a day
 * @param askedAnHour how often a party may ask one person from afar
 */
@Validated
@ConfigurationProperties("ceiba.identity.provider")
record ProviderSettings(
        @DefaultValue("90d") @DurationMin(days = 4) Duration keyLife,
        @Nullable String clientCertificateHeader,
        @Nullable Path clientCertificateAuthorities,
        @DefaultValue @Valid Quota quota,
        @DefaultValue("10") @Positive int askedAnHour) {
    /**
     * How much a party that people registered by themselves may do a day, where an officer said nothing else.
     *
     * @param verified answers about what is proved
     */
    record Quota(
            @DefaultValue("20000") @PositiveOrZero int signIns,
            @DefaultValue("60000") @PositiveOrZero int tokens,
            @DefaultValue("60000") @PositiveOrZero int userinfo,
            @DefaultValue("2000") @PositiveOrZero int verified) {
        /** Null for what has no limit. */
        @Nullable
        Integer of(PartyUse.Kind kind) {
            return switch (kind) {
                case SIGN_IN -> signIns;
                case REFUSED -> null;
                case TOKEN -> tokens;
                case USERINFO -> userinfo;
                case VERIFIED -> verified;
            };
        }
    }
}
