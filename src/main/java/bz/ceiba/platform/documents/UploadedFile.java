package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.UUID;

/**
 * A file that somebody handed in.
 *
 * @param name as it was called where it came from, without folders and control characters
 * @param type the media type that its content shows
 * @param size in bytes
 * @param sha256 of its content, hexadecimal
 * @param scan whether malware was looked for in it
 */
public record UploadedFile(
        UUID id,
        PersonNumber owner,
        String name,
        String type,
        long size,
        String sha256,
        Instant uploadedAt,
        Scan scan) {}
