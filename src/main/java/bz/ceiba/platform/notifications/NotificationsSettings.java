package bz.ceiba.platform.notifications;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where messages go. A channel that is not configured is off, except in the demonstration, which starts servers of its
 * own.
 *
 * @param from the sender's e-mail address
 * @param retries how long to wait after each try that failed for a while; after the last one, again and again
 * @param keepTrying how long a message is tried from when it was queued (RFC 5321, 4.5.4.1: at least four to five days);
 *     one with an expiry of its own only until then, and one that is refused for good not again
 * @param lease how long a process has what it took from the queue; then another one may take it over
 * @param quiet the national quiet hours, or null for 9 pm to 7 am (in the demonstration: none)
 * @param burst how many notices a person gets one by one
 * @param bounces the mailbox to which undeliverable mail comes back, or null
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

        @DurationMin(minutes = 1) @DefaultValue("5d") Duration keepTrying,
        @DefaultValue("2m") Duration lease,
        @Nullable Quiet quiet,
        @Valid @DefaultValue Burst burst,
        @Nullable @Valid Bounces bounces,
        @Nullable @Valid Smtp smtp,
        @Nullable @Valid Smpp smpp) {
    /** When nobody is woken by a notice, in the country's time; the same twice means never. */
    record Quiet(
            @DefaultValue("21:00") LocalTime from,
            @DefaultValue("07:00") LocalTime to) {}

    /**
     * What is more than {@code most} notices {@code within} this time is told to the person in one message at its end.
     */
    record Burst(
            @Min(1) @DefaultValue("10") int most,
            @DefaultValue("10m") Duration within) {}

    /**
     * The mailbox of the return path, read by IMAP (RFC 9051).
     *
     * @param address the return path of all mail; its server must deliver {@code local+anything@domain} to this mailbox
     *     (RFC 5233)
     */
    record Bounces(
            @NotBlank @Email String address,
            @NotBlank String host,
            @Min(1) @Max(65_535) @DefaultValue("143") int port,
            @NotBlank String user,
            @NotBlank String password,
            @DefaultValue("INBOX") String folder,
            @DefaultValue("starttls") Tls tls) {}

    /**
     * A mail server (RFC 5321).
     *
     * @param tls none, starttls (required, not tried) or implicit
     * @param answerWithin how long each of its answers may take
     */
    record Smtp(
            @NotBlank String host,
            @Min(1) @Max(65_535) @DefaultValue("587") int port,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("starttls") Tls tls,
            @DurationMin(seconds = 1) @DefaultValue("15s") Duration answerWithin) {}

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
     * @param answerWithin how long each of its answers may take
     */
    record Smpp(
            @NotBlank String host,
            @Min(1) @Max(65_535) @DefaultValue("2775") int port,
            @NotBlank @Size(max = 15) String systemId,
            @Size(max = 8) @DefaultValue("") String password,

            @NotBlank @Size(max = 20) @DefaultValue("BelizeGov")
            String source,

            @DurationMin(seconds = 1) @DefaultValue("10s") Duration answerWithin) {}
}
