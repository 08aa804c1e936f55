package bz.ceiba.systems.border.photo;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** A passport's page as a phone would photograph it: guilloche, a face, printed facts, and its zone in OCR-B, drawn anew for each test. */
record DrawnPassport(BufferedImage image) {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 1130;
    private static final File FONT = new File("/usr/share/fonts/opentype/ocr-b/OCRB.otf");

    static DrawnPassport of(String zone) {
        BufferedImage page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D to = page.createGraphics();
        to.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        to.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        to.setColor(new Color(222, 228, 225));
        to.fillRect(0, 0, WIDTH, HEIGHT);
        to.setColor(new Color(196, 208, 212));
        for (int x = 0; x < WIDTH; x += 14) {
            to.draw(new QuadCurve2D.Double(x, 0, x + 60.0, HEIGHT / 2.0, x - 40.0, HEIGHT));
        }
        to.setColor(new Color(120, 128, 140));
        to.fillRect(90, 180, 420, 540);
        to.setColor(new Color(205, 180, 160));
        to.fillOval(170, 260, 260, 340);
        to.setColor(Color.DARK_GRAY);
        to.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 28));
        to.drawString("PASSPORT / PASAPORTE / PASSEPORT", 90, 90);
        String[] facts = {
            "Type P", "Surname, given names", "Nationality", "Date of birth", "Sex, place of birth", "Date of expiry"
        };
        for (int i = 0; i < facts.length; i++) {
            to.drawString(facts[i], 580, 230 + i * 85);
        }
        to.setColor(Color.BLACK);
        to.setFont(ocrB(WIDTH * 0.9 / zone.lines().findFirst().orElse("").length()));
        int y = HEIGHT - 180;
        for (String line : zone.lines().toList()) {
            to.drawString(line, 80, y);
            y += 85;
        }
        to.dispose();
        return new DrawnPassport(page);
    }

    private static Font ocrB(double advance) {
        try {
            Font font = Font.createFont(Font.TRUETYPE_FONT, FONT).deriveFont(100f);
            double wide = font.getStringBounds("<", new java.awt.font.FontRenderContext(null, true, true))
                    .getWidth();
            return font.deriveFont((float) (100 * advance / wide));
        } catch (IOException | FontFormatException e) {
            throw new IllegalStateException(
                    "these tests draw in OCR-B (Debian: apt-get install fonts-ocr-b): " + FONT, e);
        }
    }

    /** As it lies askew on a dark table. */
    DrawnPassport turned(double degrees) {
        double angle = Math.toRadians(degrees);
        int wide = (int) (Math.abs(WIDTH * Math.cos(angle)) + Math.abs(HEIGHT * Math.sin(angle)));
        int high = (int) (Math.abs(WIDTH * Math.sin(angle)) + Math.abs(HEIGHT * Math.cos(angle)));
        BufferedImage table = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
        Graphics2D to = table.createGraphics();
        to.setColor(new Color(70, 50, 40));
        to.fillRect(0, 0, wide, high);
        to.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        to.translate(wide / 2.0, high / 2.0);
        to.rotate(angle);
        to.drawImage(image, -WIDTH / 2, -HEIGHT / 2, null);
        to.dispose();
        return new DrawnPassport(table);
    }

    /**
     * In other light.
     *
     * @param left share of the light that is there at the left
     * @param right and at the right
     * @param grain of the sensor, as standard deviation
     */
    DrawnPassport lit(double left, double right, double grain) {
        Random random = new Random(9303);
        BufferedImage lit = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        WritableRaster from = image.getRaster();
        WritableRaster to = lit.getRaster();
        for (int y = 0; y < lit.getHeight(); y++) {
            for (int x = 0; x < lit.getWidth(); x++) {
                double light = left + (right - left) * x / lit.getWidth();
                for (int band = 0; band < 3; band++) {
                    double value = from.getSample(x, y, band) * light + random.nextGaussian() * grain;
                    to.setSample(x, y, band, (int) Math.max(0, Math.min(255, value)));
                }
            }
        }
        return new DrawnPassport(lit);
    }

    byte[] jpeg() {
        return written("jpeg");
    }

    byte[] png() {
        return written("png");
    }

    private byte[] written(String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JPEG whose Exif tag says how the camera was held, put behind its first marker. */
    byte[] jpeg(int orientation) {
        byte[] plain = jpeg();
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] all = new byte[plain.length + exif.length];
        System.arraycopy(plain, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(plain, 2, all, 2 + exif.length, plain.length - 2);
        return all;
    }
}
