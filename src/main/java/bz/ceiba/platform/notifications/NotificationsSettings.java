package bz.ceiba.platform.notifications;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where messages go. A channel that is not configured is off, except in the demonstration, which starts servers of its
 * own.
 *
 * @param from the sender's e-mail address
 * @param retries how long to wait after each failed try; a message that fails once more is given up
 * @param smtp the mail server, or null
 * @param smpp the SMS centre, or null
 */
@Validated
@ConfigurationProperties("ceiba.notifications")
record NotificationsSettings(
        @NotBlank @DefaultValue("no-reply@services.example.bz")
        String from,

        @NotEmpty @Size(max = 20) @DefaultValue({"5s", "30s", "2m", "10m", "1h"})
        List<Duration> retries,

        @Nullable @Valid Smtp smtp,
        @Nullable @Valid Smpp smpp) {
    /**
     * A mail server (RFC 5321).
     *
     * @param tls none, starttls (required, not tried) or implicit
     */
    record Smtp(
            @NotBlank String host,
            @Min(1) @Max(65_535) @DefaultValue("587") int port,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("starttls") Tls tls) {}

    enum Tls {
        NONE,
        STARTTLS,
        IMPLICIT
    }

    /**
     * An SMS centre (SMPP 3.4).
     *
     * @param source the sender that phones show: a short code, a number in E.164 form or up to 11 letters
     * @param password at most 8 characters, as the protocol has it
     */
    record Smpp(
            @NotBlank String host,
            @Min(1) @Max(65_535) @DefaultValue("2775") int port,
            @NotBlank @Size(max = 15) String systemId,
            @Size(max = 8) @DefaultValue("") String password,

            @NotBlank @Size(max = 20) @DefaultValue("BelizeGov")
            String source) {}
}
