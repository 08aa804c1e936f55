package bz.ceiba.platform.access;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The access room's settings.
 *
 * @param providerUrl the address at which the server itself reaches the OpenID Provider, where that differs from the
 *     public one; null for the public one
 * @param topAgency whose supervisors appoint the first supervisor of an agency that has none and none above it
 * @param longestAppointment how many days ahead an appointment may end at most
 * @param reviewEvery how many days after an agency's review the next one begins
 * @param reviewWithin within how many days each appointment under review must be confirmed
 * @param firstSupervisors the identity numbers of who supervise the top agency while nobody does; empty but in the very beginning and
 *     when everybody has left
 */
@Validated
@ConfigurationProperties("ceiba.access")
record AccessSettings(
        @Nullable String providerUrl,
        @DefaultValue("egov") String topAgency,
        @DefaultValue("366") @Min(1) @Max(1830) int longestAppointment,
        @DefaultValue("90") @Min(7) @Max(366) int reviewEvery,
        @DefaultValue("14") @Min(4) @Max(60) int reviewWithin,
        @DefaultValue Set<String> firstSupervisors) {
    AccessSettings {
        firstSupervisors = Set.copyOf(firstSupervisors);
    }
}
