package bz.ceiba;

import bz.ceiba.platform.audit.Evidence;
import bz.ceiba.platform.audit.Report;
import bz.ceiba.platform.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code ./ceiba audit verify [--checkpoint FILE] [--key FILE]}: whether the audit log is as it was signed. Answers 0 when
 * it is, 1 when it is not, 2 when that can't be said.
 */
final class AuditCommand {
    private static final int WHOLE = 0;
    private static final int FINDINGS = 1;
    private static final int CANT_SAY = 2;

    private AuditCommand() {}

    static int run(Launch launch) {
        // The libraries' own words would stand between the findings.
        LoggingSystem.get(AuditCommand.class.getClassLoader()).beforeInitialize();
        try {
            return verify(launch, evidence(launch));
        } catch (LaunchFailure e) {
            System.err.println("ceiba: " + e.getMessage());
        } catch (IOException e) {
            System.err.println("ceiba: the audit log can't be verified: " + e.getMessage() + ".");
        } catch (SQLException e) {
            System.err.println("ceiba: the audit log can't be verified, the database can't be read: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".");
        }
        return CANT_SAY;
    }

    private static Evidence evidence(Launch launch) {
        List<String> words = launch.rest();
        if (words.isEmpty() || !words.getFirst().equals("verify")) {
            throw new LaunchFailure("audit does only 'verify'; ./ceiba help shows how.");
        }
        @Nullable Path checkpoints = null;
        @Nullable Path key = null;
        for (int i = 1; i < words.size(); i += 2) {
            if (i + 1 == words.size()) {
                throw new LaunchFailure(words.get(i) + " needs a file; ./ceiba help shows which.");
            }
            Path file = Path.of(words.get(i + 1));
            switch (words.get(i)) {
                case "--checkpoint" -> checkpoints = file;
                case "--key" -> key = file;
                default ->
                    throw new LaunchFailure(
                            "'" + words.get(i) + "' is no option of audit verify; ./ceiba help lists them.");
            }
        }
        return new Evidence(launch.data(), checkpoints, key);
    }

    private static int verify(Launch launch, Evidence evidence) throws IOException, SQLException {
        String external = launch.database();
        if (external != null) {
            return verify(external, evidence);
        }
        // A running server is left alone: its database answers us as well.
        Optional<String> running = EmbeddedDatabase.runningUrl(launch.data(), "ceiba");
        if (running.isPresent()) {
            return verify(running.get(), evidence);
        }
        if (!Files.exists(launch.data().resolve("postgres"))) {
            throw new LaunchFailure(
                    "there is no database in " + launch.data() + "; say where with --data or --database.");
        }
        try (EmbeddedDatabase database = Server.startEmbedded(launch.data())) {
            return verify(database.url("ceiba"), evidence);
        }
    }

    private static int verify(String url, Evidence evidence) throws IOException, SQLException {
        Report report;
        try (Connection connection = DriverManager.getConnection(url)) {
            report = Verification.run(evidence, connection);
        }
        report.findings().forEach(finding -> System.out.println(finding + "."));
        if (report.found() > report.findings().size()) {
            System.out.println("And " + (report.found() - report.findings().size()) + " more findings.");
        }
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %,d sealed entries, %,d checkpoints in the database and %,d kept outside it were checked; %,d entries wait to be sealed.",
                report.found() == 0 ? "The audit log is whole" : "The audit log was TAMPERED WITH",
                report.sealed(),
                report.checkpoints(),
                report.kept(),
                report.unsealed()));
        return report.found() == 0 ? WHOLE : FINDINGS;
    }
}
