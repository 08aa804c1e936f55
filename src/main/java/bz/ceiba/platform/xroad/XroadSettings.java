package bz.ceiba.platform.xroad;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Off until there is a peer.
 *
 * @param instance the X-Road instance's identifier
 * @param memberClass the class of all agencies; a member's code is its agency's identifier
 * @param keys a PKCS #12 file with the signing keys of the agencies on this node, each under its identifier, or null to sign nothing
 * @param keysPasswordEnv the environment variable with that file's password
 * @param authorities a PEM file with the certificates of those who certify members' signing keys, or null to believe no signature
 * @param ocsp whether it is asked and demanded that certificates are not revoked
 * @param tsa the time-stamp authority (RFC 3161), or null for no time-stamps
 * @param longestUnstamped how long a signature may wait for its time-stamp before this node takes no more messages
 * @param keepBodies bodies up to this size are kept with their messages; 0 keeps none
 * @param bodies how large and how slow bodies may be
 * @param archiveAfter how old a message is when it goes into an archive file, at least a week
 * @param clientCertificateHeader the header in which a proxy passes on the certificate of who connects (RFC 9440, or
 *     percent-encoded PEM), or null when this process ends TLS itself
 * @param sslBundle the SSL bundle ({@code spring.ssl.bundle}) with which this node shows itself to others, or null
 * @param patience how long another node may take to answer
 * @param mostAtOnce how many messages of a peer are answered, and sent to it, at once; more wait a little and are refused
 * @param peers who may connect, by a name of our choice
 * @param services which peer offers a service, by the service's identifier on the exchange
 * @param backends the members' own systems that answer for services of theirs, by the services' identifiers on the exchange
 */
@Validated
@ConfigurationProperties("ceiba.xroad")
record XroadSettings(
        @DefaultValue("BZ") @Pattern(regexp = IDENTIFIER) String instance,
        @DefaultValue("GOV") @Pattern(regexp = IDENTIFIER) String memberClass,
        @Nullable Path keys,
        @DefaultValue("CEIBA_XROAD_KEYS_PASSWORD") String keysPasswordEnv,
        @Nullable Path authorities,
        @DefaultValue @Valid OcspSettings ocsp,
        @Nullable URI tsa,
        @DefaultValue("4h") @DurationMin(minutes = 1) Duration longestUnstamped,
        @DefaultValue("0B") DataSize keepBodies,
        @DefaultValue @Valid BodySettings bodies,
        @DefaultValue("30d") @DurationMin(days = 7) Duration archiveAfter,
        @Nullable String clientCertificateHeader,
        @Nullable String sslBundle,
        @DefaultValue("4s") @DurationMin(millis = 100) Duration patience,
        @DefaultValue("64") @Min(1) int mostAtOnce,
        @DefaultValue Map<String, @Valid Peer> peers,
        @DefaultValue Map<String, String> services,
        @DefaultValue Map<String, @Valid Backend> backends) {
    private static final String IDENTIFIER = "[A-Za-z0-9'()+,\\-.=?]{1,255}";

    /**
     * A Security Server, another Ceiba node, or a member's own information system.
     *
     * @param certificate a PEM file with the certificate that it shows when it connects
     * @param clients for whom it may speak: {@code INSTANCE/CLASS/MEMBER}, or {@code INSTANCE/CLASS/*} for all of a class
     * @param address where it listens as a node, such as {@code https://registry.example}, or null if it only asks
     */
    record Peer(
            Path certificate,
            @NotEmpty List<String> clients,
            @Nullable URI address) {}

    /**
     * A member's own system.
     *
     * @param address below which the service's paths are: https, or http at a private address
     * @param sslBundle the SSL bundle with whom to believe there, and what to show, or null for the authorities that all believe
     * @param description a file with its OpenAPI description, in JSON or YAML, or null
     */
    record Backend(
            URI address,
            @Nullable String sslBundle,
            @Nullable Path description) {}

    boolean isOn() {
        return !peers.isEmpty();
    }
}
