package bz.ceiba.platform.documents;

import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.documents.Verdict.Status;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.json.JsonMapper;

/** Verification for everybody: by number, by the PDF, by the printed code, by programs. */
@Controller
@PublicPage
class VerifyController {
    static final String PATH = "/documents/verify";

    /** Numbers can be guessed, one in thirty-two thousand million; at this rate nobody finds one. */
    private static final int NUMBERS_A_MINUTE = 30;

    private static final int CODES_A_MINUTE = 120;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Verification verification;
    private final VerificationCodes codes;
    private final SigningKeys keys;
    private final RateLimits limits;
    private final Country country;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;

    VerifyController(
            Verification verification,
            VerificationCodes codes,
            SigningKeys keys,
            RateLimits limits,
            Country country,
            Messages messages,
            JsonMapper json,
            Clock clock) {
        this.verification = verification;
        this.codes = codes;
        this.keys = keys;
        this.limits = limits;
        this.country = country;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping(PATH)
    Html form(@RequestParam(name = "c", required = false) @Nullable String code, HttpServletRequest request) {
        if (code == null) {
            return Html.of("documents/verify");
        }
        limits.count("verify-code:" + RateLimits.address(request.getRemoteAddr()), CODES_A_MINUTE, MINUTE);
        return result(verification.byCode(code), "code", null);
    }

    /** Either a number or a file; without scripts both come as an ordinary form. */
    @PostMapping(PATH)
    Html verify(
            @RequestParam(required = false) @Nullable String number,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam Map<String, String> typed,
            Locale locale,
            HttpServletRequest request)
            throws IOException {
        limits.count("verify:" + RateLimits.address(request.getRemoteAddr()), NUMBERS_A_MINUTE, MINUTE);
        Optional<LocalDate> day = day(typed);
        if (day.isEmpty() && dayTyped(typed)) {
            return mistake("on", "documents.verify.day-wrong", number == null ? "" : number, locale)
                    .with("day", typed.getOrDefault("on.day", ""))
                    .with("month", typed.getOrDefault("on.month", ""))
                    .with("year", typed.getOrDefault("on.year", ""));
        }
        if (file != null) {
            if (file.isEmpty()) {
                return mistake("file", "documents.verify.file-missing", "", locale);
            }
            try (InputStream content = file.getInputStream()) {
                return result(verification.byFile(content), "file", day.orElse(null));
            } catch (Problem problem) {
                return mistake("file", messages.text(locale, problem.key() + ".detail", problem.arguments()), "");
            }
        }
        if (number == null || number.isBlank()) {
            return mistake("number", "documents.verify.number-missing", "", locale);
        }
        return result(verification.byNumber(number), "number", day.orElse(null)).with("typed", number.strip());
    }

    private static boolean dayTyped(Map<String, String> typed) {
        return Stream.of("on.day", "on.month", "on.year")
                .anyMatch(part -> !typed.getOrDefault(part, "").isBlank());
    }

    /** The day for which somebody asks, if it is one and not in the future. */
    private Optional<LocalDate> day(Map<String, String> typed) {
        try {
            return Optional.of(LocalDate.of(
                            Integer.parseInt(typed.getOrDefault("on.year", "").strip()),
                            Integer.parseInt(typed.getOrDefault("on.month", "").strip()),
                            Integer.parseInt(typed.getOrDefault("on.day", "").strip())))
                    .filter(this::isPast);
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private boolean isPast(LocalDate day) {
        return !day.isAfter(Country.today(clock));
    }

    private Html mistake(String field, String key, String typed, Locale locale) {
        return mistake(field, messages.text(locale, key), typed);
    }

    private static Html mistake(String field, String text, String typed) {
        return Html.of("documents/verify")
                .with("errors", Map.of(field, text))
                .with("number", typed)
                .status(422);
    }

    private static Html result(Html html, IssuedDocument document, @Nullable LocalDate day) {
        return day == null
                ? html
                : html.with("day", day)
                        .with("then", Verification.on(document, day).key());
    }

    private Html result(Verdict verdict, String way, @Nullable LocalDate day) {
        Html html = Html.of("documents/verified")
                .with("status", verdict.status().key())
                .with("way", way);
        IssuedDocument document = verdict.document();
        if (document == null) {
            return html;
        }
        boolean withName = verdict.status() != Status.ALTERED;
        String reason = document.reason();
        Html whole = withName ? result(html, document, day) : html;
        return whole.with("document", document)
                .with("agency", country.nameOf(document.agency()))
                .with("name", withName ? Verdict.name(document, verdict.inHand()) : null)
                .with("reasonKey", reason != null && messages.has("documents.reason." + reason) ? reason : null);
    }

    /** For programs; a name or a title is no status, so there is none. */
    @GetMapping("/documents/{number}/status")
    ResponseEntity<byte[]> status(
            @PathVariable String number,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate on,
            HttpServletRequest request) {
        limits.count("verify:" + RateLimits.address(request.getRemoteAddr()), NUMBERS_A_MINUTE, MINUTE);
        Verdict verdict = verification.byNumber(number);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("status", verdict.status().key());
        String since = since(verdict);
        if (since != null) {
            body.put("since", since);
        }
        if (on != null && verdict.document() != null && isPast(on)) {
            body.put("on", on.toString());
            body.put("statusOn", Verification.on(verdict.document(), on).key());
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsBytes(body));
    }

    /** Since when the status holds; null for unknown documents. */
    private static @Nullable String since(Verdict verdict) {
        IssuedDocument document = verdict.document();
        if (document == null) {
            return null;
        }
        Instant revokedAt = document.revokedAt();
        return switch (verdict.status()) {
            case VALID -> document.issuedAt().toString();
            case REVOKED, REPLACED -> revokedAt == null ? null : revokedAt.toString();
            case EXPIRED ->
                document.validUntil() == null
                        ? null
                        : document.validUntil()
                                .plusDays(1)
                                .atStartOfDay(Country.ZONE)
                                .toInstant()
                                .toString();
            case ALTERED, UNKNOWN -> null;
        };
    }

    /** The public keys of the printed codes (RFC 7517). Public, and the same for all: other sites may read them too. */
    @GetMapping("/documents/keys")
    ResponseEntity<byte[]> keys() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .contentType(MediaType.parseMediaType("application/jwk-set+json"))
                .body(codes.keySet().getBytes(StandardCharsets.UTF_8));
    }

    /** The root certificate under which the PDFs' signatures verify (RFC 7468). */
    @GetMapping("/documents/ca.pem")
    ResponseEntity<byte[]> root() throws CertificateEncodingException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.document().root().getEncoded());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .contentType(MediaType.parseMediaType("application/pem-certificate-chain"))
                .body(("-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
