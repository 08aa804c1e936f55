package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.xroad.HashTree.Leaf;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Signatures in our own form and in any other, whole and changed. */
class ReceivedSignaturesTest {
    private static final MemberKeys.Key KEY =
            TestMembers.keys("police", TestMembers.POLICE).of("police").orElseThrow();
    private static final RestMessage HEAD = RestMessage.request(
            "POST",
            "/r1/BZ/GOV/egov/identity/person",
            List.of(new Header("x-road-client", "BZ/GOV/police"), new Header("x-road-id", "1")),
            "2");

    private final Clock clock = Clock.systemUTC();
    private final HashTree tree = new HashTree(List.of(
            List.of(new Leaf(Parts.MESSAGE, Digests.sha512(HEAD.bytes()))), List.of(new Leaf("x", new byte[64]))));
    private final byte[] result = tree.result(Parts.SIGNED_CHAIN);

    private ReceivedSignatures signatures() {
        return new ReceivedSignatures(
                Trust.in(List.of(TestMembers.SHARED.authority())), Standing.unasked(clock), clock);
    }

    private LoggedMessage signed(byte[] signature) {
        return new LoggedMessage(HEAD, null, new Signed(signature, result, tree.chain(0)));
    }

    @Test
    void ourFormIsBelievedAndTheLibraryAgrees() throws Exception {
        byte[] signature = CanonicalSignature.sign(KEY, result, null, clock.instant());
        assertThat(CanonicalSignature.verify(signature, result).map(Signer::certificate))
                .contains(KEY.certificate());
        assertThatCode(() -> signatures().require(signed(signature))).doesNotThrowAnyException();
        SignatureVerification library = new SignatureVerification(
                new ReceivedSignatures.Received(HEAD.bytes(), null, new Signed(signature, result, tree.chain(0))));
        library.run();
        assertThat(library.findings()).isEmpty();
        assertThat(library.covered()).contains(Parts.MESSAGE, Parts.SIGNED_RESULT);
    }

    @Test
    void whatAnotherProgramSignsInItsOwnFormIsBelievedToo() {
        byte[] signature = new LibrarySignature(clock).sign(KEY, result);
        assertThat(CanonicalSignature.verify(signature, result)).isEmpty();
        assertThatCode(() -> signatures().require(signed(signature))).doesNotThrowAnyException();
    }

    @Test
    void whatWasSignedLongAgoIsNotTakenForItMayHaveBeenAnsweredThen() {
        byte[] signature =
                CanonicalSignature.sign(KEY, result, null, clock.instant().minus(Duration.ofDays(2)));
        assertThatThrownBy(() -> signatures().require(signed(signature)))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("which is not today");
    }

    @Test
    void nothingOfASignatureCanBeChanged() {
        byte[] signature = CanonicalSignature.sign(KEY, result, null, clock.instant());
        String text = new String(signature, StandardCharsets.UTF_8);
        // The certificates of who certified the signer are there to help; nobody has signed them.
        int helps = text.indexOf("<ds:X509Certificate>", text.indexOf("<ds:X509Certificate>") + 1);
        int helped = text.indexOf("</ds:X509Data>");
        Random random = new Random(15);
        for (int i = 0; i < 300; i++) {
            byte[] changed = signature.clone();
            int at = random.nextInt(changed.length);
            if (at >= helps && at < helped) {
                continue;
            }
            changed[at] = (byte) (changed[at] ^ (1 << random.nextInt(7)));
            assertThat(CanonicalSignature.verify(changed, result))
                    .as("byte %d of %s", at, text)
                    .isEmpty();
        }
        byte[] other = new HashTree(List.of(List.of(new Leaf(Parts.MESSAGE, new byte[64])))).result(Parts.SIGNED_CHAIN);
        assertThat(CanonicalSignature.verify(signature, other)).isEmpty();
        String swapped = text.replaceFirst(
                "<ds:X509Certificate>[^<]*",
                "<ds:X509Certificate>" + java.util.Base64.getEncoder().encodeToString(encoded(TestMembers.EGOV)));
        assertThat(CanonicalSignature.verify(swapped.getBytes(StandardCharsets.UTF_8), result))
                .isEmpty();
        assertThatThrownBy(() -> signatures().require(signed(swapped.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(XroadError.class);
    }

    private static byte[] encoded(TestMembers.Key key) {
        try {
            return key.certificate().getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
