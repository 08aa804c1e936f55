package bz.ceiba.bench;

import bz.ceiba.ServerProcess;
import bz.ceiba.platform.notifications.CodePhones;
import bz.ceiba.systems.identity.provider.PartyLoad;
import bz.ceiba.systems.identity.register.PeopleLoad;
import bz.ceiba.systems.identity.register.PeopleLoad.Somebody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** Ours: people sign in by number and by the code that comes to their phone by SMPP. */
final class OurProvider extends Provider {
    private static final Pattern GO_ON = Pattern.compile("name=\"continue\" value=\"([^\"]*)\"");

    /** As under deploy/, with the heap that Keycloak gives itself. */
    private static final List<String> JVM =
            List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private final CodePhones phones = new CodePhones();
    private final Path data;
    private final int port;
    private final ServerProcess server;
    private final List<Somebody> people;

    /**
     * @param database its JDBC address as the owner; migrated, and empty
     */
    OurProvider(String database, int count) throws IOException {
        people = PeopleLoad.people(database, count);
        PartyLoad.party(database, PARTY, SECRET, CALLBACK);
        data = Files.createTempDirectory("ceiba-bench-identity");
        port = ServerProcess.freePort();
        server = ServerProcess.start(database, data, port, phones.settings(), JVM, List.of("--no-demo"));
    }

    @Override
    int port() {
        return port;
    }

    @Override
    long pid() {
        return server.pid();
    }

    @Override
    String authorizePath() {
        return "/identity/authorize";
    }

    @Override
    String tokenPath() {
        return "/identity/token";
    }

    @Override
    String introspectPath() {
        return "/identity/introspect";
    }

    @Override
    String userInfoPath() {
        return "/identity/userinfo";
    }

    @Override
    Line.Answer signIn(Line line, Browser browser, String page, int index) throws IOException {
        Somebody somebody = people.get(index);
        String csrf = UUID.randomUUID().toString();
        browser.remember("ceiba_csrf", csrf);
        String token = masked(csrf);
        Line.Answer question = browser.get(line, to(browser.get(line, page)));
        String goOn = goOn(question);
        Line.Answer asked = browser.get(
                line,
                to(browser.post(
                        line,
                        "/identity/sign-in",
                        Map.of("number", somebody.number(), "continue", goOn, "_csrf", token))));
        String code = code(somebody.phone());
        Line.Answer signedIn = browser.post(
                line, "/identity/sign-in/code", Map.of("code", code, "continue", goOn(asked), "_csrf", token));
        return browser.get(line, to(signedIn));
    }

    private String code(String phone) {
        try {
            return phones.code(phone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String to(Line.Answer redirect) {
        String location = redirect.location();
        if (location == null) {
            throw new IllegalStateException(redirect.status() + " leads nowhere: " + redirect.text());
        }
        return location.startsWith(server.baseUrl())
                ? location.substring(server.baseUrl().length())
                : location;
    }

    private static String goOn(Line.Answer page) {
        Matcher found = GO_ON.matcher(page.text());
        if (!found.find()) {
            throw new IllegalStateException(page.status() + " is no page of the sign-in: " + page.text());
        }
        return found.group(1).replace("&amp;", "&");
    }

    /** As a page carries it, with a mask of zeros. */
    private static String masked(String csrf) {
        byte[] token = csrf.getBytes(StandardCharsets.UTF_8);
        byte[] masked = new byte[2 * token.length];
        System.arraycopy(token, 0, masked, token.length, token.length);
        return Base64.getUrlEncoder().encodeToString(masked);
    }

    @Override
    public void close() {
        server.close();
        phones.close();
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
