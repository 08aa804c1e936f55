package bz.ceiba.systems.identity.signin;

import bz.ceiba.systems.identity.register.IdentitySettings;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.TPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.VerificationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Checks what authenticators say, by WebAuthn4J. The relying party is the host of {@code ceiba.base-url}, its only origin is that address;
 * the user must have been verified, by PIN, finger or face. What an authenticator says of its maker is believed only under the operator's
 * own roots; without such a statement it is as good as any other, but not {@link bz.ceiba.platform.access.Assurance#HIGH}.
 */
@Component
class PasskeyVerification {
    private static final List<COSEAlgorithmIdentifier> ACCEPTED =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    /** As the authenticator is asked for them, the best first. */
    static final List<Map<String, Object>> ALGORITHMS = ACCEPTED.stream()
            .map(algorithm -> Map.<String, Object>of("type", "public-key", "alg", algorithm.getValue()))
            .toList();

    private static final int MOST_TRANSPORTS = 6;

    private final ObjectConverter json = new ObjectConverter();
    private final AttestedCredentialDataConverter credentials = new AttestedCredentialDataConverter(json);
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(json);
    private final @Nullable WebAuthnManager strict;
    private final Origin origin;
    private final String rpId;

    PasskeyVerification(IdentitySettings settings, @Value("${ceiba.base-url}") String baseUrl) {
        URI base = URI.create(baseUrl);
        this.rpId = base.getHost();
        this.origin = new Origin(base.getScheme() + "://" + base.getAuthority());
        Path roots = settings.attestationRoots();
        this.strict = roots == null || settings.highPasskeys().isEmpty() ? null : strict(json, anchors(roots));
    }

    /** An answer that is no credential. */
    static final class Unreadable extends RuntimeException {
        Unreadable(@Nullable Throwable cause) {
            super("not a credential", cause);
        }
    }

    private static WebAuthnManager strict(ObjectConverter json, Set<TrustAnchor> anchors) {
        TrustAnchorRepository trusted = new TrustAnchorRepository() {
            @Override
            public Set<TrustAnchor> find(AAGUID aaguid) {
                return anchors;
            }

            @Override
            public Set<TrustAnchor> find(byte[] keyIdentifier) {
                return anchors;
            }
        };
        DefaultSelfAttestationTrustworthinessVerifier self = new DefaultSelfAttestationTrustworthinessVerifier();
        self.setSelfAttestationAllowed(false);
        return new WebAuthnManager(
                List.of(new PackedAttestationStatementVerifier(), new TPMAttestationStatementVerifier()),
                new DefaultCertPathTrustworthinessVerifier(trusted),
                self,
                json);
    }

    private static Set<TrustAnchor> anchors(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(certificate -> new TrustAnchor((X509Certificate) certificate, null))
                    .collect(Collectors.toSet());
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("ceiba.identity.attestation-roots can't be read: " + file, e);
        }
    }

    String rpId() {
        return rpId;
    }

    boolean asksForAttestation() {
        return strict != null;
    }

    /**
     * @throws Unreadable when it is no credential
     */
    RegistrationData parseMade(String answer) {
        try {
            RegistrationData made = manager.parseRegistrationResponseJSON(answer);
            if (made.getAttestationObject() == null || made.getCollectedClientData() == null) {
                throw new Unreadable(null);
            }
            return made;
        } catch (RuntimeException e) {
            // What is wrong or missing in other people's JSON the library meets in many ways.
            throw new Unreadable(e);
        }
    }

    /**
     * @throws Unreadable when it is no assertion
     */
    AuthenticationData parseUsed(String answer) {
        try {
            AuthenticationData used = manager.parseAuthenticationResponseJSON(answer);
            if (used.getAuthenticatorData() == null
                    || used.getCollectedClientData() == null
                    || used.getCredentialId() == null) {
                throw new Unreadable(null);
            }
            return used;
        } catch (RuntimeException e) {
            throw new Unreadable(e);
        }
    }

    byte[] challenge(@Nullable CollectedClientData client) {
        if (client == null || client.getChallenge() == null) {
            throw new Unreadable(null);
        }
        return client.getChallenge().getValue();
    }

    /**
     * Checks a new credential (7.1).
     *
     * @return whether its maker vouches for it and is trusted
     * @throws VerificationException when it is not to be accepted
     */
    boolean made(RegistrationData made, byte[] challenge) {
        RegistrationParameters wanted = new RegistrationParameters(
                server(challenge),
                ACCEPTED.stream()
                        .map(algorithm ->
                                new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                        .toList(),
                true,
                true);
        manager.verify(made, wanted);
        if (strict == null) {
            return false;
        }
        try {
            strict.verify(made, wanted);
            return true;
        } catch (VerificationException e) {
            return false;
        }
    }

    Passkey passkey(
            RegistrationData made, UUID person, String name, boolean attested, Instant now, Instant countsFrom) {
        var data = made.getAttestationObject().getAuthenticatorData();
        AttestedCredentialData credential = data.getAttestedCredentialData();
        UUID aaguid = credential.getAaguid().getValue();
        Set<AuthenticatorTransport> transports = made.getTransports();
        return new Passkey(
                credential.getCredentialId(),
                person,
                name,
                credentials.convert(credential),
                aaguid == null ? new UUID(0, 0) : aaguid,
                attested,
                data.isFlagBE(),
                data.isFlagBS(),
                data.getSignCount(),
                transports == null ? List.of() : known(transports),
                now,
                countsFrom,
                null);
    }

    private static List<String> known(Set<AuthenticatorTransport> transports) {
        return transports.stream()
                .map(AuthenticatorTransport::getValue)
                .filter(Stream.of("usb", "nfc", "ble", "smart-card", "hybrid", "internal")
                        .collect(Collectors.toSet())::contains)
                .limit(MOST_TRANSPORTS)
                .sorted()
                .toList();
    }

    /**
     * Checks an assertion (7.2).
     *
     * @throws com.webauthn4j.verifier.exception.MaliciousCounterValueException when the counter did not rise: there may be a copy
     * @throws VerificationException when it is not to be accepted
     */
    void used(AuthenticationData used, Passkey passkey, byte[] challenge) {
        CredentialRecordImpl known = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                passkey.backupEligible(),
                passkey.backedUp(),
                passkey.signCount(),
                credentials.convert(passkey.credential()),
                new AuthenticationExtensionsAuthenticatorOutputs<>(),
                null,
                null,
                null);
        manager.verify(used, new AuthenticationParameters(server(challenge), known, List.of(passkey.id()), true, true));
    }

    private ServerProperty server(byte[] challenge) {
        return ServerProperty.builder()
                .origin(origin)
                .rpId(rpId)
                .challenge(new DefaultChallenge(challenge))
                .build();
    }
}
