package bz.ceiba;

import bz.ceiba.platform.cases.Rehearsal;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code ./ceiba services check} proves all definitions sound, without a database; {@code ./ceiba services rehearse
 * SERVICE [--version N]} tries a version on the last year's cases. Both print one finding a line and answer 0 when there
 * are none, 1 when there are some, 2 when that can't be said.
 */
final class ServicesCommand {
    private static final int NONE = 0;
    private static final int FINDINGS = 1;
    private static final int CANT_SAY = 2;

    private ServicesCommand() {}

    static int run(Launch launch) {
        List<String> words = launch.rest();
        if (words.equals(List.of("check"))) {
            return check();
        }
        if (words.size() >= 2 && words.getFirst().equals("rehearse")) {
            LoggingSystem.get(ServicesCommand.class.getClassLoader()).beforeInitialize();
            return rehearse(launch, words.get(1), version(words.subList(2, words.size())));
        }
        throw new LaunchFailure(
                "services knows check and rehearse: ./ceiba services check, ./ceiba services rehearse SERVICE.");
    }

    private static int check() {
        List<String> findings = Services.check(Country.load(), Messages.load(), Clock.systemUTC());
        findings.forEach(System.out::println);
        System.out.println(Services.names().size() + " services checked, " + findings.size() + " findings");
        return findings.isEmpty() ? NONE : FINDINGS;
    }

    private static @Nullable Integer version(List<String> options) {
        if (options.isEmpty()) {
            return null;
        }
        if (options.size() == 2
                && options.getFirst().equals("--version")
                && options.getLast().matches("[1-9][0-9]{0,5}")) {
            return Integer.valueOf(options.getLast());
        }
        throw new LaunchFailure("rehearse takes --version N and nothing else, not " + options + ".");
    }

    private static int rehearse(Launch launch, String service, @Nullable Integer version) {
        try {
            String external = launch.database();
            Optional<String> running =
                    external != null ? Optional.of(external) : EmbeddedDatabase.runningUrl(launch.data(), "ceiba");
            if (running.isPresent()) {
                return rehearse(running.get(), service, version);
            }
            if (!Files.exists(launch.data().resolve("postgres"))) {
                throw new LaunchFailure(
                        "there is no database in " + launch.data() + "; say where with --data or --database.");
            }
            try (EmbeddedDatabase database = Server.startEmbedded(launch.data())) {
                return rehearse(database.url("ceiba"), service, version);
            }
        } catch (LaunchFailure | IllegalArgumentException e) {
            System.err.println("ceiba: " + e.getMessage());
        } catch (IOException e) {
            System.err.println("ceiba: the database did not start or stop: " + e.getMessage());
        } catch (SQLException e) {
            System.err.println("ceiba: the cases can't be read: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return CANT_SAY;
    }

    private static int rehearse(String url, String service, @Nullable Integer version) throws SQLException {
        Rehearsal.Result result;
        try (Connection connection = DriverManager.getConnection(url)) {
            result = Rehearsal.run(connection, service, version, Country.load(), Messages.load(), Clock.systemUTC());
        }
        String line = "%-16s %-9s %-34s %s%n";
        if (!result.differences().isEmpty()) {
            System.out.printf(Locale.ROOT, line, "case", "what", "as it ran", "under version " + result.version());
        }
        for (Rehearsal.Difference d : result.differences()) {
            System.out.printf(Locale.ROOT, line, d.caseNumber(), d.what(), d.before(), d.after());
        }
        System.out.printf(
                Locale.ROOT,
                "%s version %d: %,d cases of the last year tried, %,d of them would have gone otherwise%n",
                service,
                result.version(),
                result.cases(),
                result.affected());
        return result.differences().isEmpty() ? NONE : FINDINGS;
    }
}
