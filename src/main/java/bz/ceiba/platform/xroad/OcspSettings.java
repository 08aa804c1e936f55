package bz.ceiba.platform.xroad;

import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether certificates are asked about (OCSP, RFC 6960).
 *
 * @param responder where the members' authority says which of its certificates are revoked, or null to ask and demand nothing
 * @param refresh how old a statement about our own certificates is when a newer one is fetched
 * @param oldest how old a statement may be that is sent or believed; older is as good as revoked
 */
record OcspSettings(
        @Nullable URI responder,
        @DefaultValue("30m") @DurationMin(seconds = 1) Duration refresh,
        @DefaultValue("12h") @DurationMin(minutes = 1) Duration oldest) {}
