package bz.ceiba.platform.documents;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Walks through JPEG (ITU-T T.81, annex B) and PNG (ISO 15948) files from marker to marker, to their end, without
 * decoding them: what ends early or is absurdly large is found, and no decoder meets a stranger's bytes.
 */
final class ImageInspection {
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final long MOST_PIXELS = 40_000_000L;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int SOS = 0xDA;
    private static final int EOI = 0xD9;

    private ImageInspection() {}

    static boolean claimsPng(ByteBuffer bytes) {
        return bytes.limit() >= 8 && bytes.getLong(0) == PNG_SIGNATURE;
    }

    static boolean claimsJpeg(ByteBuffer bytes) {
        return bytes.limit() >= 3 && bytes.getShort(0) == (short) 0xFFD8 && bytes.get(2) == (byte) 0xFF;
    }

    static void checkPng(ByteBuffer bytes) {
        int at = 8;
        boolean header = false;
        boolean data = false;
        while (bytes.limit() - at >= 12) {
            int length = bytes.getInt(at);
            int type = bytes.getInt(at + 4);
            if (length < 0
                    || length > bytes.limit() - at - 12
                    || crc(bytes, at + 4, length + 4) != bytes.getInt(at + 8 + length)) {
                throw FileType.broken();
            }
            if (!header) {
                if (type != IHDR || length != 13) {
                    throw FileType.broken();
                }
                size(bytes.getInt(at + 8), bytes.getInt(at + 12));
                header = true;
            }
            data |= type == IDAT && length > 0;
            at += 12 + length;
            if (type == IEND) {
                if (!data) {
                    throw FileType.broken();
                }
                return;
            }
        }
        throw FileType.broken();
    }

    private static int crc(ByteBuffer bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes.slice(from, length));
        return (int) crc.getValue();
    }

    static void checkJpeg(ByteBuffer bytes) {
        int at = 2;
        boolean frame = false;
        boolean scan = false;
        while (at + 1 < bytes.limit()) {
            if (bytes.get(at) != (byte) 0xFF) {
                throw FileType.broken();
            }
            int marker = bytes.get(at + 1) & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (marker == EOI) {
                if (!frame || !scan) {
                    throw FileType.broken();
                }
                // Phones put depth maps and films after the end; they are carried along and never interpreted.
                return;
            }
            int length = at + 3 < bytes.limit() ? bytes.getShort(at + 2) & 0xFFFF : 0;
            if (length < 2 || length > bytes.limit() - at - 2) {
                throw FileType.broken();
            }
            if (isFrame(marker)) {
                if (length < 8) {
                    throw FileType.broken();
                }
                size(bytes.getShort(at + 7) & 0xFFFF, bytes.getShort(at + 5) & 0xFFFF);
                frame = true;
            }
            at += 2 + length;
            if (marker == SOS) {
                scan = true;
                at = afterScan(bytes, at);
            }
        }
        throw FileType.broken();
    }

    /** Start of frame: C0 to CF without the tables DHT (C4), JPG (C8) and DAC (CC). */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** The next marker after entropy-coded data, in which FF is followed by 00 or a restart marker. */
    private static int afterScan(ByteBuffer bytes, int from) {
        int at = from;
        while (at + 1 < bytes.limit()) {
            if (bytes.get(at) == (byte) 0xFF) {
                int next = bytes.get(at + 1) & 0xFF;
                if (next != 0 && (next < 0xD0 || next > 0xD7)) {
                    return at;
                }
            }
            at++;
        }
        throw FileType.broken();
    }

    private static void size(int width, int height) {
        if (width <= 0 || height <= 0 || (long) width * height > MOST_PIXELS) {
            throw FileType.broken();
        }
    }
}
