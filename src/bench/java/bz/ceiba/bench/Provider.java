package bz.ceiba.bench;

import bz.ceiba.platform.web.Urls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An OpenID Provider in a process of its own, as a relying party and its people meet it. */
abstract class Provider implements AutoCloseable {
    static final String PARTY = "bench";
    static final String SECRET = "2qf0a5bQOzIhx0v6uyxyX0Up3pYV2oZc8JkR5tWn1Ls";
    static final String CALLBACK = "https://party.example/callback";

    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int VERIFIER_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    abstract int port();

    abstract long pid();

    abstract String authorizePath();

    abstract String tokenPath();

    abstract String introspectPath();

    abstract String userInfoPath();

    /**
     * Leads somebody from the party to the code with which he comes back, through all pages in between.
     *
     * @param page where the party sends him
     * @param index says who he is; nobody comes twice within 15 minutes
     */
    abstract Line.Answer signIn(Line line, Browser browser, String page, int index) throws IOException;

    /** A browser's cookies and address. */
    static final class Browser {
        private final Map<String, String> cookies = new LinkedHashMap<>();
        private final List<String> headers;

        Browser(String address) {
            headers = List.of("Accept: text/html,application/xhtml+xml", "X-Forwarded-For: " + address);
        }

        void remember(String name, String value) {
            cookies.put(name, value);
        }

        Line.Answer get(Line line, String path) throws IOException {
            return took(line.send(Load.get(path, headers())));
        }

        Line.Answer post(Line line, String path, Map<String, String> form) throws IOException {
            return took(line.send(Load.post(path, FORM, headers(), encoded(form))));
        }

        private List<String> headers() {
            List<String> all = new ArrayList<>(headers);
            if (!cookies.isEmpty()) {
                all.add("Cookie: "
                        + cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            return all;
        }

        private Line.Answer took(Line.Answer answer) {
            for (String cookie : answer.cookies()) {
                String[] parts = cookie.split("=", 2);
                if (parts[1].isEmpty()) {
                    cookies.remove(parts[0]);
                } else {
                    cookies.put(parts[0], parts[1]);
                }
            }
            return answer;
        }
    }

    /** A token for the party itself. */
    byte[] ownToken() {
        return Load.post(tokenPath(), FORM, asParty(), "grant_type=client_credentials");
    }

    /** Signs somebody in and redeems the code; answers his access token. */
    String tokenOf(Line line, Browser browser, int index) throws IOException {
        String verifier = verifier();
        return redeemed(line, signIn(line, browser, authorize(verifier), index), verifier);
    }

    /** The same for who is signed in already. */
    String tokenAgain(Line line, Browser browser) throws IOException {
        String verifier = verifier();
        return redeemed(line, browser.get(line, authorize(verifier)), verifier);
    }

    private String redeemed(Line line, Line.Answer sentBack, String verifier) throws IOException {
        String location = Objects.requireNonNullElse(sentBack.location(), "");
        Matcher code = CODE.matcher(location);
        if (!location.startsWith(CALLBACK) || !code.find()) {
            throw new IllegalStateException(
                    "no code: " + sentBack.status() + " to '" + location + "' " + sentBack.text());
        }
        return token(line.send(Load.post(
                tokenPath(),
                FORM,
                asParty(),
                encoded(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code.group(1),
                        "redirect_uri",
                        CALLBACK,
                        "code_verifier",
                        verifier)))));
    }

    static String token(Line.Answer answer) {
        String text = answer.text();
        Matcher token = TOKEN.matcher(text);
        if (answer.status() != 200 || !token.find()) {
            throw new IllegalStateException("no token: " + answer.status() + " " + text);
        }
        return token.group(1);
    }

    byte[] introspect(String token) {
        return Load.post(introspectPath(), FORM, asParty(), "token=" + token);
    }

    byte[] userInfo(String token) {
        return Load.get(userInfoPath(), List.of("Accept: application/json", "Authorization: Bearer " + token));
    }

    private String authorize(String verifier) {
        return authorizePath() + "?"
                + encoded(Map.of(
                        "response_type",
                        "code",
                        "client_id",
                        PARTY,
                        "redirect_uri",
                        CALLBACK,
                        "scope",
                        "openid",
                        "state",
                        verifier(),
                        "nonce",
                        verifier(),
                        "code_challenge",
                        base64(sha256(verifier)),
                        "code_challenge_method",
                        "S256"));
    }

    private static List<String> asParty() {
        byte[] credentials = (PARTY + ":" + SECRET).getBytes(StandardCharsets.US_ASCII);
        return List.of(
                "Accept: application/json",
                "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + Urls.encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private String verifier() {
        byte[] bytes = new byte[VERIFIER_BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public abstract void close();
}
