package bz.ceiba;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A browser without a screen: carries cookies and the anti-forgery token, follows no redirect, asks for HTML. Get one
 * from {@link TestPeople#session} (signed in) or {@link TestPeople#anonymous()}.
 */
public final class TestSession {
    private static final String SESSION = "ceiba_session";
    private static final String CSRF = "ceiba_csrf";

    /** One for all: each would have threads of its own. */
    private static final HttpClient CLIENT = client();

    private final String baseUrl;

    /** Each browser has an address of its own (RFC 3849), so that one test's tries do not count against another's. */
    private final String address;

    private final Map<String, String> cookies = new LinkedHashMap<>();

    TestSession(String baseUrl) {
        this.baseUrl = baseUrl;
        String random = UUID.randomUUID().toString();
        this.address = "2001:db8:" + random.substring(0, 4) + ":" + random.substring(4, 8) + "::1";
        cookies.put(CSRF, UUID.randomUUID().toString());
    }

    TestSession(String baseUrl, String sessionCookie) {
        this(baseUrl);
        cookies.put(SESSION, sessionCookie);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** A file to send with {@link #postMultipart}. */
    public record Upload(String name, String type, byte[] content) {}

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** The answer's body as bytes, for PDF and other downloads. */
    public HttpResponse<byte[]> getBytes(String path) {
        return send(request(path).GET().build(), BodyHandlers.ofByteArray());
    }

    /** Asks as a program does: for JSON, not for a page. */
    public HttpResponse<String> getJson(String path) {
        return send(request(path).setHeader("Accept", "application/json").GET());
    }

    /** Posts a form with the anti-forgery token. */
    public HttpResponse<String> post(String path, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.putIfAbsent("_csrf", csrf());
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(all))));
    }

    /** The same for what answers with a file. */
    public HttpResponse<byte[]> postForBytes(String path, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.putIfAbsent("_csrf", csrf());
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encode(all)))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** Posts a form without the anti-forgery token, as another site would. */
    public HttpResponse<String> postForged(String path, Map<String, String> form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(form))));
    }

    /** Posts a form with files. */
    public HttpResponse<String> postMultipart(String path, Map<String, String> form, Map<String, Upload> files) {
        String boundary = "ceiba-" + UUID.randomUUID();
        Map<String, String> all = new LinkedHashMap<>(form);
        all.putIfAbsent("_csrf", csrf());
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(multipart(boundary, all, files)));
    }

    /** Follows redirects by GET until there is none, at most ten. */
    public HttpResponse<String> follow(HttpResponse<String> response) {
        HttpResponse<String> at = response;
        for (int hop = 0; hop < 10 && at.statusCode() / 100 == 3; hop++) {
            at = get(location(at));
        }
        return at;
    }

    /** Where a redirect leads, as a path within the site if it does lead there. */
    public String location(HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").orElseThrow();
        return location.startsWith(baseUrl) ? location.substring(baseUrl.length()) : location;
    }

    /** The cookies by name, for a real browser. */
    public Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    /** All cookies as one header. */
    public String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The anti-forgery token that belongs to the cookies. */
    public String csrf() {
        byte[] token = cookies.getOrDefault(CSRF, "").getBytes(StandardCharsets.UTF_8);
        // Pages mask the token with random bytes against BREACH; a mask of zeros is as good here.
        byte[] masked = new byte[2 * token.length];
        System.arraycopy(token, 0, masked, token.length, token.length);
        return Base64.getUrlEncoder().encodeToString(masked);
    }

    public void forget(String cookie) {
        cookies.remove(cookie);
    }

    public void remember(String cookie, String value) {
        cookies.put(cookie, value);
    }

    /** A request with the cookies, to be changed and given to {@link #send}. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : baseUrl + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/html,application/xhtml+xml")
                .header("Accept-Language", "en")
                .header("X-Forwarded-For", address)
                .header("Cookie", cookieHeader());
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request.build(), BodyHandlers.ofString());
    }

    /** The same for a body that stalls: with a client of its own, for it would hold up what all others send. */
    public HttpResponse<String> sendStalling(HttpRequest.Builder request) {
        try (HttpClient apart = client()) {
            return send(apart, request.build(), BodyHandlers.ofString());
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        return send(CLIENT, request, body);
    }

    private <T> HttpResponse<T> send(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            HttpResponse<T> response = client.send(request, body);
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String setCookie) {
        String pair = setCookie.substring(0, (setCookie + ";").indexOf(';'));
        String name = pair.substring(0, pair.indexOf('='));
        if (setCookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(name.length() + 1));
        }
    }

    /** A form as browsers send it. */
    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static BodyPublisher multipart(String boundary, Map<String, String> form, Map<String, Upload> files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        form.forEach((name, value) -> part(
                body,
                boundary,
                "Content-Disposition: form-data; name=\"" + name + "\"",
                value.getBytes(StandardCharsets.UTF_8)));
        files.forEach((name, file) -> part(
                body,
                boundary,
                "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file.name()
                        + "\"\r\nContent-Type: " + file.type(),
                file.content()));
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return BodyPublishers.ofByteArray(body.toByteArray());
    }

    private static void part(ByteArrayOutputStream body, String boundary, String headers, byte[] content) {
        body.writeBytes(("--" + boundary + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
}
