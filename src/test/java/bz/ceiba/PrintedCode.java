package bz.ceiba;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;

/** What a camera reads from a page's QR code; like a camera, it looks more than once, from other distances. */
public final class PrintedCode {
    private static final int[] DOTS_PER_INCH = {300, 250, 400, 200, 350, 150};

    private PrintedCode() {}

    /** The text of the code on the first page. */
    public static String on(PDDocument pdf) throws IOException {
        PDFRenderer renderer = new PDFRenderer(pdf);
        for (int dpi : DOTS_PER_INCH) {
            Optional<String> text = look(renderer.renderImageWithDPI(0, dpi));
            if (text.isPresent()) {
                return text.get();
            }
        }
        throw new AssertionError("no camera reads this code");
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
