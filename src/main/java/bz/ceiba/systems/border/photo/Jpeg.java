package bz.ceiba.systems.border.photo;

/** What the segments of a JPEG file say before any pixel is read (ISO/IEC 10918-1, annex B; Exif 2.32, 4.5 and 4.6). */
final class Jpeg {
    private static final int SCAN = 0xda;
    private static final int PROGRESSIVE = 0xc2;
    private static final int APP1 = 0xe1;
    private static final int ORIENTATION = 0x0112;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    private Jpeg() {}

    static boolean isOne(byte[] bytes) {
        return bytes.length > 4 && at(bytes, 0) == 0xff && at(bytes, 1) == 0xd8 && at(bytes, 2) == 0xff;
    }

    private static int at(byte[] bytes, int i) {
        return i >= 0 && i < bytes.length ? bytes[i] & 0xff : 0;
    }

    /** Where the first segment of a kind begins, or -1; none is looked for behind the first scan. */
    private static int segment(byte[] bytes, int kind) {
        int i = 2;
        while (i + 3 < bytes.length && at(bytes, i) == 0xff) {
            int marker = at(bytes, i + 1);
            if (marker == kind) {
                return i;
            }
            if (marker == SCAN) {
                return -1;
            }
            i += 2 + Math.max(2, at(bytes, i + 2) << 8 | at(bytes, i + 3));
        }
        return -1;
    }

    static boolean isProgressive(byte[] bytes) {
        return segment(bytes, PROGRESSIVE) >= 0;
    }

    /** No fewer than there are: a preview inside may have some too. */
    static int scans(byte[] bytes) {
        int scans = 0;
        for (int i = 0; i + 1 < bytes.length; i++) {
            scans += at(bytes, i) == 0xff && at(bytes, i + 1) == SCAN ? 1 : 0;
        }
        return scans;
    }

    /** How the camera was held, 1 to 8 as Exif counts it; 1 when it does not say. */
    static int orientation(byte[] bytes) {
        int app = segment(bytes, APP1);
        for (int i = 0; app >= 0 && i < EXIF.length; i++) {
            if (at(bytes, app + 4 + i) != EXIF[i]) {
                return 1;
            }
        }
        if (app < 0) {
            return 1;
        }
        int tiff = app + 4 + EXIF.length;
        boolean little = at(bytes, tiff) == 'I';
        int directory = tiff + number(bytes, tiff + 4, 4, little);
        int entries = number(bytes, directory, 2, little);
        for (int i = 0; i < Math.min(entries, 100); i++) {
            int entry = directory + 2 + 12 * i;
            if (number(bytes, entry, 2, little) == ORIENTATION) {
                return number(bytes, entry + 8, 2, little);
            }
        }
        return 1;
    }

    private static int number(byte[] bytes, int from, int size, boolean little) {
        int number = 0;
        for (int i = 0; i < size; i++) {
            number = number << 8 | at(bytes, little ? from + size - 1 - i : from + i);
        }
        return number;
    }
}
