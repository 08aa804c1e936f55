package bz.ceiba.platform.xroad;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one signed message as a container (ASiC-E, ETSI TS 102 918, 6.2, with the names of Cybernetica T-4-23). */
final class ContainerWriter {
    private final ZipOutputStream zip;
    private final Instant at;
    private final List<String> manifest = new ArrayList<>();

    private ContainerWriter(OutputStream out, Instant at) {
        this.zip = new ZipOutputStream(out);
        this.at = at;
    }

    /**
     * Writes a container and leaves the stream open.
     *
     * @param body the body if it was kept, read to its end
     * @param stamp its time-stamp, or null if it has none yet
     */
    static void write(
            OutputStream out, Instant at, byte[] head, @Nullable InputStream body, Signed signed, @Nullable Stamp stamp)
            throws IOException {
        ContainerWriter writer = new ContainerWriter(out, at);
        writer.mimetype();
        writer.file(Parts.MESSAGE, "text/xml", head);
        if (body != null) {
            writer.begin(Parts.BODY, "application/octet-stream");
            body.transferTo(writer.zip);
        }
        writer.file(Parts.SIGNED_RESULT, "text/xml", signed.result());
        writer.file(Parts.SIGNED_CHAIN, "text/xml", signed.chain());
        writer.file(Parts.SIGNATURES, null, signed.signature());
        if (stamp != null) {
            writer.file(Parts.STAMPED_RESULT, "text/xml", stamp.result());
            writer.file(Parts.STAMPED_CHAIN, "text/xml", stamp.chain());
            writer.file(ContainerFile.STAMP, null, stamp.token());
            writer.file(ContainerFile.STAMP_MANIFEST, null, stampManifest(stamp));
        }
        writer.file(ContainerFile.MANIFEST, null, writer.manifest());
        writer.zip.finish();
    }

    /** The first file, not compressed, so that tools know the type by the bytes at a fixed place (TS 102 918, A.1). */
    private void mimetype() throws IOException {
        byte[] type = ContainerFile.MEDIA_TYPE.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        ZipEntry entry = new ZipEntry(ContainerFile.MIMETYPE);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(type.length);
        entry.setCrc(crc.getValue());
        entry.setTime(at.toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(type);
    }

    private void begin(String name, @Nullable String mediaType) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(at.toEpochMilli());
        zip.putNextEntry(entry);
        if (mediaType != null) {
            manifest.add("<manifest:file-entry manifest:media-type=\"" + mediaType + "\" manifest:full-path=\"" + name
                    + "\"/>");
        }
    }

    private void file(String name, @Nullable String mediaType, byte[] content) throws IOException {
        begin(name, mediaType);
        zip.write(content);
    }

    private byte[] manifest() {
        return utf8("<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest"
                + " xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">"
                + "<manifest:file-entry manifest:media-type=\"" + ContainerFile.MEDIA_TYPE
                + "\" manifest:full-path=\"/\"/>" + String.join("", manifest) + "</manifest:manifest>");
    }

    private static byte[] stampManifest(Stamp stamp) {
        return utf8("<?xml version=\"1.0\" encoding=\"UTF-8\"?><asic:ASiCManifest"
                + " xmlns:asic=\"http://uri.etsi.org/2918/v1.2.1#\" xmlns:ds=\"" + Xml.SIGNATURE + "\">"
                + "<asic:SigReference URI=\"" + ContainerFile.STAMP + "\" MimeType=\"vnd.etsi.timestamp-token\"/>"
                + "<asic:DataObjectReference URI=\"" + Parts.STAMPED_RESULT + "\" MimeType=\"text/xml\">"
                + "<ds:DigestMethod Algorithm=\"" + HashTree.ALGORITHM.getUri() + "\"/><ds:DigestValue>"
                + Base64.getEncoder().encodeToString(Digests.sha512(stamp.result()))
                + "</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
