package bz.ceiba.platform.documents;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;

/**
 * Prints a template as PDF/A-3a (ISO 19005-3): fonts and colours embedded, tagged for screen readers, with the data as
 * an associated file (6.8).
 */
final class PdfRendering {
    /** The name under which the data is embedded. */
    static final String DATA_FILE = "data.json";

    private static final String FONTS = "/net/sf/jasperreports/fonts/dejavu/";

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "bz.ceiba.templates");
    private final byte[] colours = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

    /** The PDF, not signed yet. */
    byte[] render(IssueOrder order, PrintedDocument document, byte[] data, Instant at) {
        Map<String, Object> model = new HashMap<>(order.model());
        model.put("document", document);
        return print(order.template(), model, pdf -> {
            embed(pdf, data, at);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            // Uncompressed, so that the number can be found in a damaged file without a parser.
            pdf.save(out, CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        });
    }

    /** A page of which nothing is kept or signed. */
    byte[] print(String template, Map<String, Object> model) {
        return print(template, model, pdf -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            pdf.save(out);
            return out.toByteArray();
        });
    }

    private interface Writing {
        byte[] write(PDDocument pdf) throws IOException;
    }

    private byte[] print(String template, Map<String, Object> model, Writing writing) {
        StringOutput html = new StringOutput();
        templates.render(template + ".jte", model, html);
        try (PdfBoxRenderer renderer =
                builder().withHtmlContent(printable(html.toString()), null).buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
            return writing.write(renderer.getPdfDocument());
        } catch (IOException e) {
            throw new IllegalStateException("template " + template + " can't be printed", e);
        }
    }

    private PdfRendererBuilder builder() {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePdfAConformance(PdfAConformance.PDFA_3_A);
        builder.usePdfUaAccessibility(true);
        builder.useColorProfile(colours);
        builder.withProducer("Ceiba");
        // A template shows what it is given and fetches nothing.
        builder.useExternalResourceAccessControl(
                (address, type) -> address.startsWith("data:"),
                ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        font(builder, "DejaVu Sans", 400, "DejaVuSans.ttf");
        font(builder, "DejaVu Sans", 700, "DejaVuSans-Bold.ttf");
        font(builder, "DejaVu Serif", 400, "DejaVuSerif.ttf");
        font(builder, "DejaVu Serif", 700, "DejaVuSerif-Bold.ttf");
        font(builder, "DejaVu Sans Mono", 400, "DejaVuSansMono.ttf");
        return builder;
    }

    private static void font(PdfRendererBuilder builder, String family, int weight, String file) {
        builder.useFont(() -> open(file), family, weight, FontStyle.NORMAL, true);
    }

    private static InputStream open(String file) {
        InputStream in = PdfRendering.class.getResourceAsStream(FONTS + file);
        if (in == null) {
            throw new IllegalStateException("no font " + file + " on the class path");
        }
        return in;
    }

    /** Characters that XML 1.0 (2.2) can't hold would break the page; what people typed may contain them. */
    private static String printable(String html) {
        return html.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void embed(PDDocument pdf, byte[] data, Instant at) throws IOException {
        Calendar time = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        time.setTimeInMillis(at.toEpochMilli());
        PDEmbeddedFile file = new PDEmbeddedFile(pdf, new ByteArrayInputStream(data), COSName.FLATE_DECODE);
        file.setSubtype("application/json");
        file.setSize(data.length);
        file.setCreationDate(time);
        file.setModDate(time);
        PDComplexFileSpecification specification = new PDComplexFileSpecification();
        specification.setFile(DATA_FILE);
        specification.setFileUnicode(DATA_FILE);
        specification.setFileDescription("The content of this document for machines");
        specification.setEmbeddedFile(file);
        specification.setEmbeddedFileUnicode(file);
        specification.getCOSObject().setName("AFRelationship", "Data");
        PDDocumentCatalog catalog = pdf.getDocumentCatalog();
        PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(Map.of(DATA_FILE, specification));
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(catalog);
        names.setEmbeddedFiles(files);
        catalog.setNames(names);
        COSArray associated = new COSArray();
        associated.add(specification.getCOSObject());
        catalog.getCOSObject().setItem("AF", associated);
    }
}
