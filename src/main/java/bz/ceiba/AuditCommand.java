package bz.ceiba;

import bz.ceiba.platform.audit.ArchiveReport;
import bz.ceiba.platform.audit.Archives;
import bz.ceiba.platform.audit.Evidence;
import bz.ceiba.platform.audit.OfflineCheck;
import bz.ceiba.platform.audit.Report;
import bz.ceiba.platform.audit.Verification;
import bz.ceiba.platform.audit.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code ./ceiba audit …}: verifies the log, proofs and archives, writes archives, and runs a witness. Answers 0 when what it looked at holds,
 * 1 when it does not, 2 when that can't be said.
 */
final class AuditCommand {
    private static final int WHOLE = 0;
    private static final int FINDINGS = 1;
    private static final int CANT_SAY = 2;

    private static final String WHICH =
            "audit does 'verify', 'verify-proof', 'verify-archive', 'archive' or 'witness'; ./ceiba help shows how.";

    private AuditCommand() {}

    static int run(Launch launch) {
        // The libraries' own words would stand between the findings.
        LoggingSystem.get(AuditCommand.class.getClassLoader()).beforeInitialize();
        try {
            return carryOut(launch);
        } catch (LaunchFailure e) {
            System.err.println("ceiba: " + e.getMessage());
        } catch (IOException e) {
            System.err.println("ceiba: it can't be done: " + e.getMessage() + ".");
        } catch (SQLException e) {
            System.err.println("ceiba: the database can't be read: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".");
        }
        return CANT_SAY;
    }

    private static int carryOut(Launch launch) throws IOException, SQLException {
        if (launch.rest().isEmpty()) {
            throw new LaunchFailure(WHICH);
        }
        String what = launch.rest().getFirst();
        return switch (what) {
            case "verify" -> {
                AuditWords words = AuditWords.of(launch.rest(), Set.of("--checkpoint", "--key"));
                words.requireFiles(0, 0);
                Evidence evidence = new Evidence(launch.data(), words.file("--checkpoint"), words.file("--key"));
                yield withDatabase(launch, url -> verify(url, evidence));
            }
            case "verify-proof" -> {
                AuditWords words = AuditWords.of(launch.rest(), Set.of("--key"));
                words.requireFiles(1, 1);
                yield verifyProof(
                        OfflineCheck.with(launch.data(), words.file("--key")),
                        words.files().getFirst());
            }
            case "verify-archive" -> {
                AuditWords words = AuditWords.of(launch.rest(), Set.of("--key"));
                words.requireFiles(1, Integer.MAX_VALUE);
                yield verifyArchives(OfflineCheck.with(launch.data(), words.file("--key")), words.files());
            }
            case "archive" -> {
                AuditWords words = AuditWords.of(launch.rest(), Set.of("--to"));
                words.requireFiles(0, 0);
                Path to = words.file("--to");
                Path directory = to == null ? Archives.in(launch.data()) : to;
                yield withDatabase(launch, url -> archive(url, directory));
            }
            case "witness" -> witness(launch, AuditWords.of(launch.rest(), Set.of("--state", "--log", "--name")));
            default -> throw new LaunchFailure(WHICH);
        };
    }

    /** What is done with a database. */
    private interface Work {
        int with(String url) throws IOException, SQLException;
    }

    private static int withDatabase(Launch launch, Work work) throws IOException, SQLException {
        String external = launch.database();
        if (external != null) {
            return work.with(external);
        }
        // A running server is left alone: its database answers us as well.
        Optional<String> running = EmbeddedDatabase.runningUrl(launch.data(), "ceiba");
        if (running.isPresent()) {
            return work.with(running.get());
        }
        if (!Files.exists(launch.data().resolve("postgres"))) {
            throw new LaunchFailure(
                    "there is no database in " + launch.data() + "; say where with --data or --database.");
        }
        try (EmbeddedDatabase database = Server.startEmbedded(launch.data())) {
            return work.with(database.url("ceiba"));
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

    private static int verifyProof(OfflineCheck check, Path file) throws IOException {
        try {
            OfflineCheck.Proved proved = check.proof(file);
            System.out.println(proved.entry());
            System.out.println(String.format(
                    Locale.ROOT,
                    "The proof holds: this is entry %,d of the %,d under the checkpoint%s.",
                    proved.index() + 1,
                    proved.size(),
                    by(proved.witnesses())));
            return WHOLE;
        } catch (OfflineCheck.Broken e) {
            System.out.println(e.getMessage() + ".");
            return FINDINGS;
        }
    }

    private static int verifyArchives(OfflineCheck check, List<Path> files) throws IOException {
        try {
            for (ArchiveReport report : check.archives(files)) {
                System.out.println(String.format(
                        Locale.ROOT,
                        "%s is whole: entries %,d to %,d%s.",
                        report.month(),
                        report.from() + 1,
                        report.to(),
                        by(report.witnesses())));
            }
            return WHOLE;
        } catch (OfflineCheck.Broken e) {
            System.out.println(e.getMessage() + ".");
            return FINDINGS;
        }
    }

    private static String by(List<String> witnesses) {
        return witnesses.isEmpty() ? "" : ", cosigned by " + String.join(" and ", witnesses);
    }

    private static int archive(String url, Path directory) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<Path> written =
                    new Archives(connection, directory).write(Clock.systemUTC().instant());
            written.forEach(file -> System.out.println("written: " + file));
            if (written.isEmpty()) {
                System.out.println("There is no month that is over and not archived yet in " + directory + ".");
            }
        }
        return WHOLE;
    }

    /** Runs until somebody stops it. */
    private static int witness(Launch launch, AuditWords words) throws IOException {
        words.requireFiles(0, 0);
        Path state = words.required("--state");
        String name = words.text("--name").orElse("witness.invalid/ceiba");
        try (WitnessServer server = WitnessServer.start(state, name, words.required("--log"), launch.port())) {
            System.out.println("The witness listens on port " + server.port() + ". Its key, for whoever trusts it:");
            System.out.println(server.key());
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return WHOLE;
    }
}
