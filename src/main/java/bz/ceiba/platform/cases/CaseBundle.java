package bz.ceiba.platform.cases;

import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.springframework.stereotype.Component;

/** Prints a case as one PDF: first the page with facts and history, then each file that was handed in. */
@Component
class CaseBundle {
    private static final String FONTS = "/net/sf/jasperreports/fonts/dejavu/";
    private static final String FAMILY = "DejaVu Sans";
    private static final int REGULAR = 400;
    private static final int BOLD = 700;
    private static final float MARGIN = 40;

    /** What people typed may hold what XML can't (XML 1.0, 2.2). */
    private static final Pattern NOT_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private final Files files;

    CaseBundle(Files files) {
        this.files = files;
    }

    /**
     * Puts it together.
     *
     * @param xhtml the first pages, well-formed and referring to nothing outside of itself
     */
    byte[] print(String xhtml, List<UploadedFile> uploads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument bundle = Loader.loadPDF(rendered(NOT_XML.matcher(xhtml).replaceAll("\uFFFD")))) {
            PDFMergerUtility merger = new PDFMergerUtility();
            for (UploadedFile upload : uploads) {
                try (InputStream in = files.open(upload)) {
                    append(bundle, merger, upload, in.readAllBytes());
                }
            }
            bundle.save(out);
        } catch (IOException e) {
            throw new IllegalStateException("the case can't be printed", e);
        }
        return out.toByteArray();
    }

    private static void append(PDDocument bundle, PDFMergerUtility merger, UploadedFile upload, byte[] content)
            throws IOException {
        if (upload.type().equals("application/pdf")) {
            try (PDDocument handedIn = Loader.loadPDF(content)) {
                merger.appendDocument(bundle, handedIn);
            }
            return;
        }
        PDPage page = new PDPage(PDRectangle.A4);
        bundle.addPage(page);
        PDImageXObject image = PDImageXObject.createFromByteArray(bundle, content, upload.name());
        float width = PDRectangle.A4.getWidth() - 2 * MARGIN;
        float height = PDRectangle.A4.getHeight() - 2 * MARGIN;
        float scale = Math.min(1, Math.min(width / image.getWidth(), height / image.getHeight()));
        try (PDPageContentStream drawing = new PDPageContentStream(bundle, page)) {
            drawing.drawImage(
                    image,
                    MARGIN,
                    PDRectangle.A4.getHeight() - MARGIN - image.getHeight() * scale,
                    image.getWidth() * scale,
                    image.getHeight() * scale);
        }
    }

    private static byte[] rendered(String xhtml) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFastMode();
        builder.useFont(() -> font("DejaVuSans.ttf"), FAMILY, REGULAR, FontStyle.NORMAL, true);
        builder.useFont(() -> font("DejaVuSans-Bold.ttf"), FAMILY, BOLD, FontStyle.NORMAL, true);
        builder.withProducer("Ceiba");
        builder.useUriResolver((base, uri) -> null);
        builder.withHtmlContent(xhtml, null);
        builder.toStream(out);
        builder.run();
        return out.toByteArray();
    }

    private static InputStream font(String file) {
        InputStream in = CaseBundle.class.getResourceAsStream(FONTS + file);
        if (in == null) {
            throw new IllegalStateException("no font " + file + " on the class path");
        }
        return in;
    }
}
