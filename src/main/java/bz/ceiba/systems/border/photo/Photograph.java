package bz.ceiba.systems.border.photo;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Opens a photograph as a camera made it: JPEG or PNG, turned as its Exif tag says. Its bytes are a stranger's, so how many pixels there are is
 * read before any of them, and what is larger than is needed is thinned out while it is read.
 */
final class Photograph {
    /** What the reader of text needs: letters of some thirty pixels. */
    private static final int LONGEST_SIDE = 2_000;

    private static final int SHORTEST_SIDE = 300;

    private static final long MOST_PIXELS = 60_000_000;

    /** All of a progressive JPEG is held while it is read, and each scan costs as much as a picture; cameras write them rarely and with few. */
    private static final long MOST_PROGRESSIVE_PIXELS = 16_000_000;

    private static final int MOST_SCANS = 24;

    private Photograph() {}

    /** The photograph in grey; empty when it is none, or is too small or too large in its pixels. */
    static Optional<Grey> open(byte[] bytes) {
        boolean jpeg = Jpeg.isOne(bytes);
        boolean png =
                bytes.length > 8 && bytes[0] == (byte) 0x89 && bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G';
        if (!jpeg && !png) {
            return Optional.empty();
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(jpeg ? "jpeg" : "png");
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            boolean progressive = jpeg && Jpeg.isProgressive(bytes);
            long most = progressive ? MOST_PROGRESSIVE_PIXELS : MOST_PIXELS;
            if (Math.min(width, height) < SHORTEST_SIDE
                    || (long) width * height > most
                    || (progressive && Jpeg.scans(bytes) > MOST_SCANS)) {
                return Optional.empty();
            }
            ImageReadParam thinned = reader.getDefaultReadParam();
            int every = Math.max(1, Math.max(width, height) / LONGEST_SIDE);
            thinned.setSourceSubsampling(every, every, 0, 0);
            return Optional.of(upright(reader.read(0, thinned), jpeg ? Jpeg.orientation(bytes) : 1));
        } catch (IOException | RuntimeException e) {
            // The readers answer broken pictures with whatever comes of it.
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    private static Grey upright(BufferedImage image, int orientation) {
        double by = Math.min(1, LONGEST_SIDE / (double) Math.max(image.getWidth(), image.getHeight()));
        Grey grey = Grey.drawn(
                image, AffineTransform.getScaleInstance(by, by), (int) Math.round(image.getWidth() * by), (int)
                        Math.round(image.getHeight() * by));
        return switch (orientation) {
            case 3 -> grey.turned(180);
            case 6 -> grey.turned(90);
            case 8 -> grey.turned(270);
            default -> grey;
        };
    }
}
