package bz.ceiba;

import bz.ceiba.platform.xroad.ArchiveVerification;
import bz.ceiba.platform.xroad.ContainerReport;
import bz.ceiba.platform.xroad.ContainerVerification;
import bz.ceiba.platform.xroad.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code ./ceiba exchange verify [--trust FILE …] FILE …}: whether signed messages are as they were signed, and archives of them whole and one
 * after the other. Answers 0 when all
 * are, 1 when one is not, 2 when that can't be said.
 */
final class ExchangeCommand {
    private static final int WHOLE = 0;
    private static final int FINDINGS = 1;
    private static final int CANT_SAY = 2;

    private ExchangeCommand() {}

    static int run(Launch launch) {
        // The libraries' own words would stand between the findings.
        LoggingSystem.get(ExchangeCommand.class.getClassLoader()).beforeInitialize();
        try {
            return verify(launch.rest());
        } catch (LaunchFailure e) {
            System.err.println("ceiba: " + e.getMessage());
        } catch (IOException e) {
            System.err.println("ceiba: the messages can't be verified: " + e.getMessage() + ".");
        }
        return CANT_SAY;
    }

    private static int verify(List<String> words) throws IOException {
        if (words.isEmpty() || !words.getFirst().equals("verify")) {
            throw new LaunchFailure("exchange does only 'verify'; ./ceiba help shows how.");
        }
        List<Path> files = new ArrayList<>();
        List<Path> trusted = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--trust")) {
                if (++i == words.size()) {
                    throw new LaunchFailure("--trust needs a file of certificates.");
                }
                trusted.add(Path.of(words.get(i)));
            } else if (word.startsWith("--")) {
                throw new LaunchFailure("'" + word + "' is no option of exchange verify; ./ceiba help lists them.");
            } else {
                files.add(Path.of(word));
            }
        }
        if (files.isEmpty()) {
            throw new LaunchFailure("exchange verify needs the files that it is to verify.");
        }
        Trust trust = trusted.isEmpty() ? Trust.nobody() : Trust.read(trusted);
        boolean whole = true;
        ArchiveVerification archives = new ArchiveVerification(trust);
        for (Path file : files) {
            if (Files.exists(file) && ArchiveVerification.isArchive(file)) {
                List<String> findings = archives.verify(file);
                System.out.println(
                        file + (findings.isEmpty() ? ": the archive is whole." : ": NOT as it was archived."));
                findings.forEach(finding -> System.out.println("  Wrong: " + finding + "."));
                whole &= findings.isEmpty();
                continue;
            }
            ContainerReport report = ContainerVerification.verify(file, trust);
            print(file, report);
            whole &= report.isWhole();
        }
        return whole ? WHOLE : FINDINGS;
    }

    private static void print(Path file, ContainerReport report) {
        System.out.println(
                file + (report.isWhole() ? ": the message is as it was signed." : ": NOT as it was signed."));
        report.findings().forEach(finding -> System.out.println("  Wrong: " + finding + "."));
        line("From", report.sender());
        line("Signed by", report.signer());
        line("Signed at", report.signedAt());
        line("Time-stamped at", report.stampedAt());
        report.notes().forEach(note -> System.out.println("  Note: " + note + "."));
    }

    private static void line(String title, @Nullable Object value) {
        if (value != null) {
            System.out.println("  " + title + ": " + value);
        }
    }
}
