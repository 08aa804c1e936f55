package bz.ceiba.platform.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What an archive says of itself before its entries.
 *
 * @param month in which the entries were sealed
 * @param previous the SHA-256 of the file of the month before, in hexadecimal digits, or {@link #NONE}
 * @param from how many entries were sealed before
 * @param to how many with these
 * @param frontier as {@link Frontier#bytes} of the tree of the first {@code from}
 */
record ArchiveHead(YearMonth month, String previous, long from, long to, byte[] frontier) {
    static final String NONE = "none";

    private static final String FIRST = "ceiba audit archive v1";

    String text() {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        text.append("month ").append(month).append('\n');
        text.append("previous ").append(previous).append('\n');
        text.append("entries ").append(from).append(' ').append(to).append('\n');
        for (int at = 0; at < frontier.length; at += Hash.LENGTH) {
            text.append("subtree ")
                    .append(Hash.base64(Arrays.copyOfRange(frontier, at, at + Hash.LENGTH)))
                    .append('\n');
        }
        return text.append('\n').toString();
    }

    /**
     * Reads it up to the empty line after it.
     *
     * @throws IllegalArgumentException when it is none
     */
    static ArchiveHead read(BufferedReader lines) throws IOException {
        if (!FIRST.equals(lines.readLine())) {
            throw new IllegalArgumentException("it is no archive of an audit log");
        }
        String month = word(lines, "month ");
        String previous = word(lines, "previous ");
        String[] range = word(lines, "entries ").split(" ", -1);
        List<byte[]> subtrees = new ArrayList<>();
        String line = lines.readLine();
        while (line != null && line.startsWith("subtree ") && subtrees.size() < Long.SIZE) {
            subtrees.add(Hash.parse(line.substring("subtree ".length())));
            line = lines.readLine();
        }
        if (range.length != 2 || !"".equals(line)) {
            throw new IllegalArgumentException("its beginning is damaged");
        }
        byte[] frontier = new byte[subtrees.size() * Hash.LENGTH];
        for (int i = 0; i < subtrees.size(); i++) {
            System.arraycopy(subtrees.get(i), 0, frontier, i * Hash.LENGTH, Hash.LENGTH);
        }
        try {
            return new ArchiveHead(
                    YearMonth.parse(month), previous, Long.parseLong(range[0]), Long.parseLong(range[1]), frontier);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its month is none", e);
        }
    }

    private static String word(BufferedReader lines, String start) throws IOException {
        String line = lines.readLine();
        if (line == null || !line.startsWith(start)) {
            throw new IllegalArgumentException("its beginning is damaged");
        }
        return line.substring(start.length());
    }

    static ArchiveHead read(Path file) throws IOException {
        try (BufferedReader lines = lines(Files.newInputStream(file))) {
            return read(lines);
        }
    }

    static BufferedReader lines(InputStream file) throws IOException {
        return new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8));
    }

    /** The SHA-256 of a file in hexadecimal digits. */
    static String digest(Path file) throws IOException {
        MessageDigest digest = Hash.sha256();
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
