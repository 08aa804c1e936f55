package bz.ceiba.systems.border.photo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A picture in shades of grey, one byte for each pixel, as the reader of text wants it. */
record Grey(int width, int height, byte[] pixels) {
    /** In which text has this share of the paper's brightness or less. */
    private static final int PAPER = 215;

    static Grey of(BufferedImage image) {
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        return new Grey(image.getWidth(), image.getHeight(), pixels);
    }

    private BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        System.arraycopy(pixels, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData(), 0, pixels.length);
        return image;
    }

    int at(int x, int y) {
        return pixels[y * width + x] & 0xff;
    }

    /** Turned around its centre, clockwise, with what it needs of room. */
    Grey turned(double degrees) {
        double angle = Math.toRadians(degrees);
        double cos = Math.abs(Math.cos(angle));
        double sin = Math.abs(Math.sin(angle));
        int wide = (int) Math.round(width * cos + height * sin);
        int high = (int) Math.round(width * sin + height * cos);
        AffineTransform turn = AffineTransform.getTranslateInstance(wide / 2.0, high / 2.0);
        turn.rotate(angle);
        turn.translate(-width / 2.0, -height / 2.0);
        return drawn(image(), turn, wide, high);
    }

    /** So that its longer side has at most so many pixels. */
    Grey shrunk(int longest) {
        double by = Math.min(1, longest / (double) Math.max(width, height));
        return drawn(image(), AffineTransform.getScaleInstance(by, by), (int) Math.max(1, width * by), (int)
                Math.max(1, height * by));
    }

    static Grey drawn(BufferedImage image, AffineTransform how, int wide, int high) {
        BufferedImage drawn = new BufferedImage(wide, high, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D to = drawn.createGraphics();
        to.setColor(Color.WHITE);
        to.fillRect(0, 0, wide, high);
        to.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        to.drawImage(image, how, null);
        to.dispose();
        return of(drawn);
    }

    /** Each pixel against the mean of what is around it, so that shadow and bad light are gone. */
    Grey evened(int radius) {
        long[] sums = new long[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++) {
            long row = 0;
            for (int x = 0; x < width; x++) {
                row += at(x, y);
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        byte[] even = new byte[pixels.length];
        for (int y = 0; y < height; y++) {
            int top = Math.max(0, y - radius);
            int foot = Math.min(height, y + radius + 1);
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - radius);
                int right = Math.min(width, x + radius + 1);
                long around = sums[foot * (width + 1) + right]
                        - sums[top * (width + 1) + right]
                        - sums[foot * (width + 1) + left]
                        + sums[top * (width + 1) + left];
                long mean = Math.max(1, around / ((long) (foot - top) * (right - left)));
                even[y * width + x] = (byte) Math.min(255, at(x, y) * (long) PAPER / mean);
            }
        }
        return new Grey(width, height, even);
    }

    /** Each pixel as the middle one of the nine around it: grain goes, edges stay. */
    Grey smoothed() {
        byte[] smooth = pixels.clone();
        int[] nine = new int[9];
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                for (int i = 0; i < 9; i++) {
                    nine[i] = at(x - 1 + i % 3, y - 1 + i / 3);
                }
                Arrays.sort(nine);
                smooth[y * width + x] = (byte) nine[4];
            }
        }
        return new Grey(width, height, smooth);
    }

    /** As a portable greymap, which every reader of pictures knows and none can be attacked by. */
    byte[] pgm() {
        byte[] head = ("P5 " + width + " " + height + " 255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + pixels.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(pixels, 0, all, head.length, pixels.length);
        return all;
    }
}
