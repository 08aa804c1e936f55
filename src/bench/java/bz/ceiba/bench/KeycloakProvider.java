package bz.ceiba.bench;

import bz.ceiba.ServerProcess;
import bz.ceiba.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keycloak in production mode on a database of its own: one process without neighbours, over HTTP, with as many connections to
 * the database as we have, and with the heap that its own script gives it. Its people are copies of one who was registered through
 * its own interface, so all have the same password.
 */
final class KeycloakProvider extends Provider {
    private static final Path HOME = Path.of("target/bench/keycloak");
    private static final Path LOG = Path.of("target/bench/keycloak.log");
    private static final String PASSWORD = "correct horse battery staple";
    private static final String ADMIN = "bench-admin";
    private static final String REALM = "/realms/bench";
    private static final Pattern ACTION = Pattern.compile("action=\"http://localhost:\\d+([^\"]+)\"");
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final int port = ServerProcess.freePort();
    private final int management = ServerProcess.freePort();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final Process process;

    /**
     * @param database its JDBC address as the superuser; empty
     */
    KeycloakProvider(String database, int count) throws IOException, InterruptedException {
        run("build", "--db=postgres", "--health-enabled=false", "--metrics-enabled=false")
                .waitFor();
        process = run(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + management,
                "--hostname=http://localhost:" + port,
                "--cache=local",
                "--db-url=" + database.substring(0, database.indexOf('?')),
                "--db-username=postgres",
                "--db-password=unused",
                "--db-pool-initial-size=20",
                "--db-pool-min-size=20",
                "--db-pool-max-size=20");
        try {
            Awaitility.await().atMost(LONGEST_START).ignoreExceptions().until(() -> {
                if (!process.isAlive()) {
                    return true;
                }
                return client.send(
                                        HttpRequest.newBuilder(address("/realms/master"))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            });
            ask("POST", "/admin/realms", realm());
            register(database, count);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Process run(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(HOME.resolve("bin/kc.sh").toString());
        builder.command().addAll(List.of(words));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start();
    }

    /** ES256 on P-256, and a party that gets no more than ours: whom a token is about, and how surely. */
    private static Map<String, Object> realm() {
        Map<String, Object> keys = Map.of(
                "org.keycloak.keys.KeyProvider",
                List.of(
                        Map.of(
                                "name",
                                "ec",
                                "providerId",
                                "ecdsa-generated",
                                "config",
                                Map.of("ecdsaEllipticCurveKey", List.of("P-256"), "priority", List.of("100"))),
                        Map.of(
                                "name",
                                "hmac",
                                "providerId",
                                "hmac-generated",
                                "config",
                                Map.of("algorithm", List.of("HS512"))),
                        Map.of("name", "aes", "providerId", "aes-generated", "config", Map.of())));
        // Whom a token is not for learns nothing of it.
        Map<String, Object> audience = Map.of(
                "name", "audience",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-audience-mapper",
                "config", Map.of("included.client.audience", PARTY, "access.token.claim", "true"));
        Map<String, Object> party = Map.of(
                "clientId",
                PARTY,
                "secret",
                SECRET,
                "publicClient",
                false,
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                true,
                "fullScopeAllowed",
                false,
                "redirectUris",
                List.of(CALLBACK),
                "defaultClientScopes",
                List.of("basic", "acr"),
                "protocolMappers",
                List.of(audience),
                "attributes",
                Map.of("pkce.code.challenge.method", "S256"));
        Map<String, Object> template = Map.of(
                "username", "template",
                "enabled", true,
                "email", "template@example.bz",
                "emailVerified", true,
                "firstName", "Demo",
                "lastName", "Person",
                "credentials", List.of(Map.of("type", "password", "value", PASSWORD)));
        return Map.of(
                "realm",
                "bench",
                "enabled",
                true,
                "sslRequired",
                "none",
                "defaultSignatureAlgorithm",
                "ES256",
                "eventsEnabled",
                true,
                "components",
                keys,
                "clients",
                List.of(party),
                "users",
                List.of(template));
    }

    private static void register(String database, int count) {
        TestDatabase.execute(database, """
                create temporary table somebody as
                  select gen_random_uuid()::text as id, i from generate_series(0, %d) i;
                insert into user_entity (id, email, email_constraint, email_verified, enabled, first_name, last_name, realm_id,
                    username, created_timestamp, not_before)
                  select s.id, 'person-' || i || '@example.bz', 'person-' || i || '@example.bz', true, true, first_name,
                    last_name || ' ' || i, realm_id, 'person-' || i, created_timestamp, 0
                  from somebody s, user_entity where username = 'template';
                insert into credential (id, type, user_id, created_date, secret_data, credential_data, priority, version)
                  select gen_random_uuid()::text, type, s.id, created_date, secret_data, credential_data, priority, version
                  from somebody s, credential
                  where user_id = (select id from user_entity where username = 'template');
                insert into user_role_mapping (role_id, user_id)
                  select role_id, s.id from somebody s, user_role_mapping
                  where user_id = (select id from user_entity where username = 'template');
                """.formatted(count - 1));
        TestDatabase.execute(database, "vacuum analyze");
    }

    /** Whether it notes in its database what happened. */
    void keepEvents(boolean keep) throws IOException, InterruptedException {
        ask("PUT", "/admin/realms/bench", Map.of("eventsEnabled", keep));
    }

    private void ask(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        String token = token(send(
                "POST",
                "/realms/master/protocol/openid-connect/token",
                "application/x-www-form-urlencoded",
                encoded(Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", ADMIN, "password", PASSWORD)),
                ""));
        Line.Answer answer = send(method, path, "application/json", json.writeValueAsString(body), "Bearer " + token);
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.text());
        }
    }

    private Line.Answer send(String method, String path, String type, String body, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Line.Answer(answer.statusCode(), null, List.of(), answer.body());
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    @Override
    int port() {
        return port;
    }

    /** The script starts Java as its child. */
    @Override
    long pid() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    @Override
    String authorizePath() {
        return REALM + "/protocol/openid-connect/auth";
    }

    @Override
    String tokenPath() {
        return REALM + "/protocol/openid-connect/token";
    }

    @Override
    String introspectPath() {
        return tokenPath() + "/introspect";
    }

    @Override
    String userInfoPath() {
        return REALM + "/protocol/openid-connect/userinfo";
    }

    @Override
    Line.Answer signIn(Line line, Browser browser, String page, int index) throws IOException {
        Line.Answer question = browser.get(line, page);
        Matcher action = ACTION.matcher(question.text());
        if (!action.find()) {
            throw new IllegalStateException(question.status() + " is no page of the sign-in: " + question.text());
        }
        return browser.post(
                line,
                action.group(1).replace("&amp;", "&"),
                Map.of("username", "person-" + index, "password", PASSWORD));
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
