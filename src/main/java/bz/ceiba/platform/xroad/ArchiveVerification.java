package bz.ceiba.platform.xroad;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Whether archives of messages are whole: each message as it was signed, all files in the chain of links, and each archive after the one before. */
public final class ArchiveVerification {
    private static final int MOST_FINDINGS = 100;

    /** Those that an X-Road Security Server may be set to. */
    private static final Set<String> ALGORITHMS = Set.of("SHA-256", "SHA-384", ArchiveChain.ALGORITHM);

    private final Trust trust;
    private final List<String> findings = new ArrayList<>();
    private MessageDigest algorithm = Digests.sha512();
    private String last = "";
    private String lastName = "";

    /**
     * @param trust whose certificates are believed
     */
    public ArchiveVerification(Trust trust) {
        this.trust = trust;
    }

    /**
     * What is wrong with the archive; it follows the one that was verified before by the same, if there was one.
     *
     * @throws IOException when the file can't be read
     */
    public List<String> verify(Path file) throws IOException {
        findings.clear();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            verify(zip);
        } catch (ZipException e) {
            findings.add("it is no archive: " + e.getMessage());
        }
        lastName = String.valueOf(file.getFileName());
        return List.copyOf(findings);
    }

    /** Whether a file is an archive and not a message. */
    public static boolean isArchive(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(ArchiveChain.LINKS) != null;
        } catch (ZipException e) {
            return false;
        }
    }

    private void verify(ZipFile zip) throws IOException {
        ZipEntry links = zip.getEntry(ArchiveChain.LINKS);
        if (links == null) {
            findings.add("'" + ArchiveChain.LINKS + "' is missing");
            return;
        }
        List<String> lines;
        try (InputStream in = zip.getInputStream(links)) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        String link = begin(lines.isEmpty() ? "" : lines.getFirst());
        Map<String, String> listed = new LinkedHashMap<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] words = line.split(" ", 2);
            listed.put(words.length < 2 ? "" : words[1], words[0]);
        }
        for (Map.Entry<String, String> one : listed.entrySet()) {
            ZipEntry entry = zip.getEntry(one.getKey());
            if (entry == null) {
                finding("'" + one.getKey() + "' is missing");
            } else {
                byte[] content;
                try (InputStream in = zip.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                link = ArchiveChain.next(algorithm, link, algorithm.digest(content));
                if (!link.equals(one.getValue())) {
                    finding("'" + one.getKey() + "' is not what was archived, or not in its place");
                }
                message(one.getKey(), content);
            }
            link = one.getValue();
        }
        zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> !name.equals(ArchiveChain.LINKS) && !listed.containsKey(name))
                .forEach(name -> finding("nothing links '" + name + "'"));
        last = link;
    }

    /** The link with which the chain begins. */
    private String begin(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && ALGORITHMS.contains(words[2])) {
            algorithm = Digests.of(words[2]);
        } else {
            finding("'" + ArchiveChain.LINKS + "' does not begin with the archive before");
            return "";
        }
        String before = words[0].equals("-") ? "" : words[0];
        if (!lastName.isEmpty() && (!before.equals(last) || !words[1].equals(lastName))) {
            finding("it does not follow " + lastName);
        }
        return before;
    }

    private void message(String name, byte[] content) throws IOException {
        if (!name.endsWith(".asice")) {
            return;
        }
        Path message = Files.createTempFile("message", ".asice");
        try {
            Files.copy(new java.io.ByteArrayInputStream(content), message, StandardCopyOption.REPLACE_EXISTING);
            ContainerVerification.verify(message, trust)
                    .findings()
                    .forEach(finding -> finding("'" + name + "': " + finding));
        } finally {
            Files.deleteIfExists(message);
        }
    }

    private void finding(String sentence) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(sentence);
        }
    }
}
