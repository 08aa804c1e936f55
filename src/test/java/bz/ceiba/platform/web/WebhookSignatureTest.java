package bz.ceiba.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    /** The example that the specification's own libraries are tested with. */
    @Test
    void theSpecificationsExampleIsSignedAsThereAndTakenForGenuine() {
        WebhookSignature signature = new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Instant at = Instant.ofEpochSecond(1_614_265_330);
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        String signed = signature.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body);
        assertThat(signed).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        String id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        assertThat(signature.isGenuine(id, "1614265330", "v1,b3RoZXI= " + signed, body, at.plus(Duration.ofMinutes(5))))
                .isTrue();
        assertThat(signature.isGenuine(id, "1614265330", signed, body, at.plus(Duration.ofMinutes(6))))
                .isFalse();
        assertThat(signature.isGenuine(id, "1614265330", signed, body, at.minus(Duration.ofMinutes(6))))
                .isFalse();
    }

    @Test
    void aSecretThatIsTooShortOrHasAnotherFormIsRefused() {
        assertThatThrownBy(() -> new WebhookSignature("whsec_c2hvcnQ=")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebhookSignature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
