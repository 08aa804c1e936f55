package bz.ceiba.platform.xroad;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The links between the files of an archive and between archives, as X-Road's archives have them: a link is SHA-512 over the one before and the
 * file's SHA-512, both in hexadecimal.
 */
final class ArchiveChain {
    /** The entry of an archive that lists its links: the archive before in the first line, then each file. */
    static final String LINKS = "linkinginfo";

    static final String ALGORITHM = "SHA-512";
    private static final String NONE = "-";

    private final StringBuilder lines = new StringBuilder();
    private String link;

    /**
     * @param before the last link of the archive before, or nothing for the first
     * @param file the name of that archive, or nothing
     */
    ArchiveChain(String before, String file) {
        this.link = before;
        line(before.isEmpty() ? NONE : before, (file.isEmpty() ? NONE : file) + " " + ALGORITHM);
    }

    void add(String file, byte[] digest) {
        link = next(Digests.sha512(), link, digest);
        line(link, file);
    }

    /**
     * @param algorithm of the chain
     * @param digest of the file, by the same
     */
    static String next(MessageDigest algorithm, String link, byte[] digest) {
        String both = link + HexFormat.of().formatHex(digest);
        return HexFormat.of().formatHex(algorithm.digest(both.getBytes(StandardCharsets.UTF_8)));
    }

    private void line(String first, String second) {
        lines.append(first).append(' ').append(second).append('\n');
    }

    /** The last link. */
    String link() {
        return link;
    }

    byte[] bytes() {
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
