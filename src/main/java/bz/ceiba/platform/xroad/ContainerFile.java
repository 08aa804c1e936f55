package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A file that should be a signed container (ASiC-E, ETSI EN 319 162-1), opened for reading. Attachments are never held in memory. */
final class ContainerFile implements Parts, AutoCloseable {
    static final String MIMETYPE = "mimetype";
    static final String MEDIA_TYPE = "application/vnd.etsi.asic-e+zip";
    static final String MANIFEST = "META-INF/manifest.xml";
    static final String STAMP = "META-INF/timestamp.tst";
    static final String STAMP_MANIFEST = "META-INF/ASiCManifest.xml";

    private static final int MOST_ENTRIES = 10_000;
    private static final int LARGEST = 16 << 20;
    private static final int PIECE = 1 << 16;

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    /**
     * @throws BadContainer when it is no archive, or one that two readers could read differently
     */
    ContainerFile(Path file) throws IOException {
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new BadContainer("it is no ZIP archive, so no container: " + e.getMessage(), e);
        }
        try {
            list();
        } catch (BadContainer e) {
            zip.close();
            throw e;
        }
    }

    private void list() {
        if (zip.size() > MOST_ENTRIES) {
            throw new BadContainer("it holds more than " + MOST_ENTRIES + " files");
        }
        Enumeration<? extends ZipEntry> all = zip.entries();
        while (all.hasMoreElements()) {
            ZipEntry entry = all.nextElement();
            if (entry.isDirectory()) {
                continue;
            }
            String name = entry.getName();
            if (name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
                throw new BadContainer("it holds a file with the name '" + name + "', which leads out of it");
            }
            if (entries.put(name, entry) != null) {
                throw new BadContainer("it holds '" + name + "' twice");
            }
        }
    }

    Set<String> names() {
        return entries.keySet();
    }

    @Override
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
        try (InputStream in = open(name)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new BadContainer("'" + name + "' is larger than 16 MiB");
            }
            return content;
        } catch (ZipException e) {
            throw new BadContainer("'" + name + "' can't be unpacked: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] digest(String name, DigestAlgorithm algorithm) throws IOException {
        try (InputStream in = open(name)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm.getJavaName());
            try (DigestInputStream through = new DigestInputStream(in, digest)) {
                byte[] piece = new byte[PIECE];
                while (through.read(piece) >= 0) {
                    // What is read is digested.
                }
            }
            return digest.digest();
        } catch (ZipException e) {
            throw new BadContainer("'" + name + "' can't be unpacked: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new BadContainer("the digest " + algorithm + " is not known here", e);
        }
    }

    private InputStream open(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new BadContainer("'" + name + "' is missing");
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
