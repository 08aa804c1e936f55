package bz.ceiba.platform.web;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Page.Link;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.support.RequestContextUtils;
import tools.jackson.databind.json.JsonMapper;

/** Every error leaves through here: as a page for people, as RFC 9457 problem details for programs. */
@ControllerAdvice
public class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    /** SQLSTATE character_not_in_repertoire, and untranslatable_character for JSON. */
    private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

    private final Pages pages;
    private final Messages messages;
    private final MultipartConfigElement forms;
    private final JsonMapper json;

    Problems(Pages pages, Messages messages, MultipartConfigElement forms, JsonMapper json) {
        this.pages = pages;
        this.messages = messages;
        this.forms = forms;
        this.json = json;
    }

    @ExceptionHandler
    void problem(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Locale locale = RequestContextUtils.getLocale(request);
        String seconds = problem.arguments().get("seconds");
        if (problem.kind() == Problem.Kind.TOO_MANY && seconds != null) {
            response.setHeader("Retry-After", seconds);
        }
        String challenge = problem.arguments().get(Problem.CHALLENGE);
        if (challenge != null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        String href = problem.arguments().get(Problem.LINK);
        write(
                problem.kind().status(),
                problem.key(),
                messages.text(locale, problem.key() + ".title", problem.arguments(locale)),
                messages.text(locale, problem.key() + ".detail", problem.arguments(locale)),
                problem.fields(),
                href == null ? null : new Link(href, messages.text(locale, problem.key() + ".link")),
                request,
                response);
    }

    @ExceptionHandler
    void tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        problem(new Problem(Problem.Kind.TOO_LARGE, "web.problem.too-large", tooLarge()), request, response);
    }

    /** What {@code web.problem.too-large} says besides. */
    public Map<String, String> tooLarge() {
        return Map.of("megabytes", String.valueOf(forms.getMaxFileSize() >> 20));
    }

    /** Without its database the server can do nothing, but the same request may succeed in a minute. */
    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    void databaseAway(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LOG.error("the database is not answering: {}", e.getMessage());
        response.setHeader("Retry-After", "30");
        problem(new Problem(Problem.Kind.UNAVAILABLE, "web.problem.unavailable"), request, response);
    }

    /** A number or identifier that is none: in the address there is nothing under it, elsewhere it is malformed. */
    @ExceptionHandler
    void unreadable(MethodArgumentTypeMismatchException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        problem(
                e.getParameter().hasParameterAnnotation(PathVariable.class)
                        ? new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found")
                        : new Problem(Problem.Kind.MALFORMED, "web.problem.malformed"),
                request,
                response);
    }

    /** A body that is not what its type says, such as JSON that breaks off. */
    @ExceptionHandler({HttpMessageNotReadableException.class, MultipartException.class})
    void unreadable(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        problem(new Problem(Problem.Kind.MALFORMED, "web.problem.malformed"), request, response);
    }

    /** U+0000, which no text needs and PostgreSQL does not take. Nothing was written: the transaction is rolled back. */
    @ExceptionHandler
    void unfit(DataIntegrityViolationException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (e.getMostSpecificCause() instanceof SQLException cause && NO_TEXT.contains(cause.getSQLState())) {
            problem(new Problem(Problem.Kind.MALFORMED, "web.problem.no-text"), request, response);
        } else {
            other(e, request, response);
        }
    }

    /** What Spring itself refuses (no such page, wrong method, missing parameter) and what we did not foresee. */
    @ExceptionHandler
    void other(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            String key = known.getStatusCode().value() == 404 ? "web.problem.not-found" : "web.problem.malformed";
            Locale locale = RequestContextUtils.getLocale(request);
            // Such as Allow, which says which methods there are (RFC 9110, 15.5.6).
            known.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            write(
                    known.getStatusCode().value(),
                    key,
                    messages.text(locale, key + ".title"),
                    messages.text(locale, key + ".detail"),
                    List.of(),
                    request,
                    response);
            return;
        }
        String reference = Integer.toUnsignedString(RANDOM.nextInt(), 36).toUpperCase(Locale.ROOT);
        LOG.error("reference {}: {} {} failed", reference, request.getMethod(), request.getRequestURI(), e);
        Locale locale = RequestContextUtils.getLocale(request);
        write(
                500,
                "web.problem.internal",
                messages.text(locale, "web.problem.internal.title"),
                messages.text(locale, "web.problem.internal.detail", reference),
                List.of(),
                request,
                response);
    }

    /** How a program proves who it is (RFC 6750, 3); who showed no token made no error. No browser asks for a password at it. */
    private static String bearer(HttpServletRequest request) {
        String shown = Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .orElse("");
        return shown.regionMatches(true, 0, "Bearer ", 0, 7)
                ? "Bearer realm=\"ceiba\", error=\"invalid_token\""
                : "Bearer realm=\"ceiba\"";
    }

    /** Writes an error, as HTML if the caller asks for it. */
    public void write(
            int status,
            String key,
            String title,
            String detail,
            List<Problem.FieldError> fields,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        write(status, key, title, detail, fields, null, request, response);
    }

    private void write(
            int status,
            String key,
            String title,
            String detail,
            List<Problem.FieldError> fields,
            @Nullable Link link,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        if (status == 401 && !response.containsHeader(HttpHeaders.WWW_AUTHENTICATE)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, bearer(request));
        }
        String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
        if (accept.contains("text/html")) {
            pages.write(
                    Html.of("web/problem")
                            .with("title", title)
                            .with("detail", detail)
                            .with("fields", fields)
                            .with("link", link)
                            .status(status),
                    request,
                    response);
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/problems/" + key);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        if (!fields.isEmpty()) {
            body.put("errors", fields);
        }
        if (link != null) {
            body.put("link", link.href());
        }
        response.setStatus(HttpStatus.valueOf(status).value());
        response.setContentType("application/problem+json");
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
