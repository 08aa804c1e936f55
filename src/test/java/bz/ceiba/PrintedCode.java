package bz.ceiba;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * What a camera reads from a page's QR code; like a camera, it looks more than once, from other distances and held otherwise. The
 * reader misses two or three of a hundred codes in one look, most of them because it takes something in them for a corner.
 */
public final class PrintedCode {
    private static final int[] DOTS_PER_INCH = {300, 250, 400, 200, 350};
    private static final double[] DEGREES = {0, 2, -3, 5, -7};

    private PrintedCode() {}

    /** The text of the code on the first page. */
    public static String on(PDDocument pdf) throws IOException {
        PDFRenderer renderer = new PDFRenderer(pdf);
        for (double degrees : DEGREES) {
            for (int dpi : DOTS_PER_INCH) {
                Optional<String> text = look(turned(renderer.renderImageWithDPI(0, dpi), degrees));
                if (text.isPresent()) {
                    return text.get();
                }
            }
        }
        throw new AssertionError("no camera reads this code");
    }

    /** On a white table that is as large as the turned page. */
    private static BufferedImage turned(BufferedImage page, double degrees) {
        if (degrees == 0) {
            return page;
        }
        int side = (int) Math.hypot(page.getWidth(), page.getHeight());
        BufferedImage table = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D camera = table.createGraphics();
        camera.setColor(Color.WHITE);
        camera.fillRect(0, 0, side, side);
        camera.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        camera.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
        camera.drawImage(page, (side - page.getWidth()) / 2, (side - page.getHeight()) / 2, null);
        camera.dispose();
        return table;
    }

    private static Optional<String> look(BufferedImage page) {
        try {
            return Optional.of(new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(page))),
                            Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText());
        } catch (ReaderException e) {
            return Optional.empty();
        }
    }
}
