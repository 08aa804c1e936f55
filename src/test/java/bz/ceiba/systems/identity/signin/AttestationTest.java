package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.systems.identity.register.IdentitySettings;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.verifier.exception.VerificationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What authenticators say of their makers, by the standard's own examples (Web Authentication Level 3, Test Vectors). */
class AttestationTest {
    private static JsonNode examples = JsonMapper.shared().createObjectNode();

    @TempDir
    Path directory;

    private PasskeyVerification verification = trusting(Set.of(), null);

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = AttestationTest.class.getResourceAsStream("/identity/webauthn-vectors.json")) {
            examples = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
    }

    @BeforeEach
    void trustTheRootOfTheExamples() throws IOException {
        byte[] root = Base64.getDecoder().decode(examples.path("root").asString());
        verification = trusting(Set.of(UUID.randomUUID()), pem(root));
    }

    private static PasskeyVerification trusting(Set<UUID> models, @Nullable Path roots) {
        return new PasskeyVerification(
                new IdentitySettings(10, 1, null, null, models, roots, null, null), "https://example.org");
    }

    private Path pem(byte[] certificate) throws IOException {
        return Files.writeString(
                directory.resolve("roots.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
    }

    private static JsonNode example(String name) {
        return examples.path("vectors").path(name);
    }

    private static byte[] bytes(JsonNode value) {
        return Base64.getUrlDecoder().decode(value.asString());
    }

    private RegistrationData made(JsonNode example) {
        return verification.parseMade(example.path("made").toString());
    }

    private boolean attested(String name) {
        JsonNode example = example(name);
        return verification.made(made(example), bytes(example.path("madeFor")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed-es256", "packed-rs256"})
    void aMakerWhoseRootIsTrustedVouchesForIt(String name) {
        assertThat(verification.asksForAttestation()).isTrue();
        assertThat(attested(name)).isTrue();
    }

    @Test
    void whatWasMadeSoSignsInByTheNextChallenge() {
        JsonNode example = example("packed-es256");
        RegistrationData made = made(example);
        boolean attested = verification.made(made, bytes(example.path("madeFor")));
        Passkey passkey = verification.passkey(made, UUID.randomUUID(), "Key", attested, Instant.EPOCH, Instant.EPOCH);
        assertThat(passkey.aaguid().toString().replace("-", ""))
                .isEqualTo(example.path("aaguid").asString());
        verification.used(
                verification.parseUsed(example.path("used").toString()), passkey, bytes(example.path("usedFor")));
        assertThatThrownBy(() -> verification.used(
                        verification.parseUsed(example.path("used").toString()),
                        passkey,
                        bytes(example.path("madeFor"))))
                .isInstanceOf(VerificationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed-self-es256", "android-key-es256"})
    void whatVouchesForItselfOrInAFormThatWeDoNotJudgeIsAPasskeyLikeAnyOther(String name) {
        assertThat(attested(name)).isFalse();
    }

    @Test
    void aMakerWhoseRootIsNotTrustedIsNotBelieved() throws Exception {
        verification = trusting(Set.of(UUID.randomUUID()), pem(another()));
        assertThat(attested("packed-es256")).isFalse();
    }

    @Test
    void withoutRootsNobodyIsAskedForHisMaker() {
        verification = trusting(Set.of(UUID.randomUUID()), null);
        assertThat(verification.asksForAttestation()).isFalse();
        assertThat(attested("packed-es256")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none-es256", "packed-eddsa"})
    void whereTheUserWasNotVerifiedNothingIsAccepted(String name) {
        assertThatThrownBy(() -> attested(name)).isInstanceOf(VerificationException.class);
    }

    @Test
    void aSignatureThatWeDidNotAskForIsNotAccepted() {
        assertThatThrownBy(() -> attested("packed-es512")).isInstanceOf(VerificationException.class);
    }

    @Test
    void aStatementForAnotherChallengeIsNotAccepted() {
        JsonNode example = example("packed-es256");
        assertThatThrownBy(() -> verification.made(made(example), bytes(example.path("usedFor"))))
                .isInstanceOf(VerificationException.class);
    }

    /** A root that issued none of the examples. */
    private static byte[] another() throws Exception {
        java.security.KeyPairGenerator keys = java.security.KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        java.security.KeyPair pair = keys.generateKeyPair();
        X500Name name = new X500Name("CN=Another maker");
        return new JcaX509v3CertificateBuilder(
                        name,
                        java.math.BigInteger.ONE,
                        java.util.Date.from(Instant.parse("2024-01-01T00:00:00Z")),
                        java.util.Date.from(Instant.parse("2044-01-01T00:00:00Z")),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }
}
