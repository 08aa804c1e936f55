package bz.ceiba.platform.payments;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.stereotype.Component;

/** Makes a PDF of a receipt. It is not signed: its number can be looked up. */
@Component
class ReceiptPdf {
    private static final String FONTS = "/net/sf/jasperreports/fonts/dejavu/";
    private static final String FAMILY = "DejaVu Sans";
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    /** Renders well-formed XHTML that refers to nothing outside of itself. */
    byte[] render(String xhtml) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFastMode();
        builder.useFont(() -> font("DejaVuSans.ttf"), FAMILY, REGULAR, FontStyle.NORMAL, true);
        builder.useFont(() -> font("DejaVuSans-Bold.ttf"), FAMILY, BOLD, FontStyle.NORMAL, true);
        builder.withProducer("Ceiba");
        builder.useUriResolver((base, uri) -> null);
        builder.withHtmlContent(xhtml, null);
        builder.toStream(out);
        try {
            builder.run();
        } catch (IOException e) {
            throw new IllegalStateException("the receipt can't be rendered", e);
        }
        return out.toByteArray();
    }

    private static InputStream font(String file) {
        InputStream in = ReceiptPdf.class.getResourceAsStream(FONTS + file);
        if (in == null) {
            throw new IllegalStateException("no font " + file + " on the class path");
        }
        return in;
    }
}
