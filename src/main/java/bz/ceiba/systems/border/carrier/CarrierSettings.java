package bz.ceiba.systems.border.carrier;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How carriers' systems connect.
 *
 * @param clientCertificateHeader in which header the proxy that ends TLS tells which certificate a client showed, as RFC 9440 has it or as
 *     URL-encoded PEM; it has to remove what clients themselves put there. Null: only a certificate shown to this process counts
 * @param largest file that is taken
 * @param kept for how long lists are kept after arrival; the data policy allows half a year for what is sensitive
 */
@Validated
@ConfigurationProperties("ceiba.border.carrier")
record CarrierSettings(
        @Nullable String clientCertificateHeader,
        @DefaultValue("4MB") DataSize largest,
        @DefaultValue("183d") @DurationMax(days = 183) Duration kept) {}
