package bz.ceiba;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A command with its options, as typed.
 *
 * @param command what to do
 * @param port the port to listen on, 1 to 65535
 * @param data the directory for the embedded database, keys and files
 * @param database the JDBC address of an external PostgreSQL, or null for the embedded one
 * @param baseUrl the address at which people reach the server
 * @param fresh whether to throw the data away first
 * @param demo whether to load demo people and start the demo mail server, SMS centre and payment gateway
 * @param rest words that belong to the command itself
 */
record Launch(
        Command command,
        int port,
        Path data,
        @Nullable String database,
        String baseUrl,
        boolean fresh,
        boolean demo,
        List<String> rest) {
    static final int DEFAULT_PORT = 8080;

    enum Command {
        RUN,
        AUDIT,
        SERVICES,
        EXCHANGE
    }

    /**
     * @throws LaunchFailure naming the word that is wrong
     */
    static Launch parse(List<String> words) {
        Command command = words.isEmpty() ? Command.RUN : command(words.getFirst());
        int port = DEFAULT_PORT;
        Path data = Path.of("data");
        String database = System.getenv("CEIBA_DATABASE_URL");
        String baseUrl = System.getenv("CEIBA_BASE_URL");
        boolean fresh = false;
        boolean demo = !"false".equals(System.getenv("CEIBA_DEMO"));
        List<String> rest = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--port" -> port = port(value(words, ++i, word));
                case "--data" -> data = Path.of(value(words, ++i, word));
                case "--database" -> database = value(words, ++i, word);
                case "--base-url" -> baseUrl = value(words, ++i, word);
                case "--fresh" -> fresh = true;
                case "--no-demo" -> demo = false;
                default -> {
                    if (command == Command.RUN) {
                        throw new LaunchFailure("'" + word + "' is no option of run; ./ceiba help lists them.");
                    }
                    rest.add(word);
                }
            }
        }
        if (fresh && database != null) {
            throw new LaunchFailure(
                    "--fresh throws away the embedded database only; empty the external one yourself or leave --fresh out.");
        }
        return new Launch(
                command,
                port,
                data.toAbsolutePath().normalize(),
                database == null ? null : jdbc(database),
                baseUrl == null ? "http://localhost:" + port : baseUrl(baseUrl),
                fresh,
                demo,
                List.copyOf(rest));
    }

    private static Command command(String word) {
        try {
            return Command.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new LaunchFailure("'" + word + "' is no command; ./ceiba help lists them.", e);
        }
    }

    private static String value(List<String> words, int index, String option) {
        if (index >= words.size()) {
            throw new LaunchFailure(option + " needs a value; ./ceiba help shows which.");
        }
        return words.get(index);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new LaunchFailure("--port must be a number from 1 to 65535, not '" + text + "'.", e);
        }
        throw new LaunchFailure("--port must be a number from 1 to 65535, not '" + text + "'.");
    }

    private static String jdbc(String url) {
        String jdbc = url.startsWith("jdbc:") ? url : "jdbc:" + url.replaceFirst("^postgres:", "postgresql:");
        if (!jdbc.startsWith("jdbc:postgresql://")) {
            throw new LaunchFailure(
                    "--database must look like postgresql://host:5432/name?user=owner&password=secret, which it does not.");
        }
        return jdbc;
    }

    private static String baseUrl(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return text.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            throw new LaunchFailure("--base-url must be an http or https address, not '" + text + "'.", e);
        }
        throw new LaunchFailure("--base-url must be an http or https address, not '" + text + "'.");
    }
}
