package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypeTest {
    @TempDir
    Path directory;

    @Test
    void tellsFilesByTheirContent() throws Exception {
        assertThat(type(image("png"))).isEqualTo(FileType.PNG);
        assertThat(type(image("jpg"))).isEqualTo(FileType.JPEG);
        assertThat(type(pdf(document -> {}))).isEqualTo(FileType.PDF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!doctype html><script>alert(1)</script>",
                "<html>%PDF-1.7\n%%EOF",
                "GIF89a............",
                "PK\u0003\u0004..............",
                "MZ............",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
            })
    void refusesEverythingElse(String content) {
        refused(content.getBytes(StandardCharsets.ISO_8859_1), "documents.problem.type");
    }

    @Test
    void refusesPicturesThatEndEarly() throws Exception {
        for (String format : new String[] {"png", "jpg"}) {
            byte[] whole = image(format);
            refused(Arrays.copyOf(whole, whole.length - 3), "documents.problem.broken");
            refused(Arrays.copyOf(whole, whole.length / 2), "documents.problem.broken");
            refused(Arrays.copyOf(whole, 12), "documents.problem.broken");
        }
    }

    @Test
    void refusesAPictureThatUnfoldsToTooManyPixels() throws Exception {
        byte[] png = image("png");
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        header.putInt(29, (int) crc.getValue());

        refused(png, "documents.problem.broken");
    }

    @Test
    void refusesAPngWithAWrongCheckSum() throws Exception {
        byte[] png = image("png");
        png[60] ^= 1;
        refused(png, "documents.problem.broken");
    }

    @Test
    void refusesPdfsThatEndEarly() throws Exception {
        byte[] whole = pdf(document -> {});
        refused(Arrays.copyOf(whole, whole.length - 30), "documents.problem.broken");
    }

    @Test
    void refusesPdfsThatRunPrograms() throws Exception {
        // PDFBox writes these into compressed object streams, where a plain search finds nothing.
        byte[] script = pdf(
                document -> document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert('hello')")));
        assertThat(new String(script, StandardCharsets.ISO_8859_1)).doesNotContain("JavaScript");
        refused(script, "documents.problem.active");
        refused(
                pdf(document -> document.getDocumentCatalog().setOpenAction(new PDActionLaunch())),
                "documents.problem.active");
    }

    @Test
    void refusesProgramsWhoseNameIsEscaped() throws Exception {
        String pdf = "%PDF-1.4\n1 0 obj\n<</S/Java#53cript/JS(x)>>\nendobj\nstartxref\n0\n%%EOF\n";
        refused(pdf.getBytes(StandardCharsets.ISO_8859_1), "documents.problem.active");
    }

    @Test
    void refusesObjectStreamsThatItCannotReadInto() {
        String pdf = "%PDF-1.5\n1 0 obj\n<</Type/ObjStm/F#69lter[/ASCIIHexDecode/FlateDecode]>>\nstream\nx\nendstream\n"
                + "startxref\n0\n%%EOF\n";
        refused(pdf.getBytes(StandardCharsets.ISO_8859_1), "documents.problem.broken");
    }

    @Test
    void refusesLockedPdfs() throws Exception {
        refused(
                pdf(document -> document.protect(new StandardProtectionPolicy("o", "u", new AccessPermission()))),
                "documents.problem.locked");
    }

    @Test
    void namesAreSafeToShowAndToSave() {
        assertThat(Files.clean("C:\\Users\\ana\\my passport.PDF", FileType.PDF)).isEqualTo("my passport.PDF");
        assertThat(Files.clean("../../etc/passwd", FileType.PNG)).isEqualTo("passwd.png");
        assertThat(Files.clean("invoice\u202Efdp.exe", FileType.PDF)).isEqualTo("invoicefdp.exe.pdf");
        assertThat(Files.clean("a\u0000\r\n\tb.jpeg", FileType.JPEG)).isEqualTo("ab.jpeg");
        assertThat(Files.clean("", FileType.JPEG)).isEqualTo("file.jpg");
        assertThat(Files.clean("Cédula de Núñez.png", FileType.PNG)).isEqualTo("Cédula de Núñez.png");
        assertThat(Files.clean("x".repeat(500) + ".pdf", FileType.PDF)).hasSize(124);
    }

    private FileType type(byte[] content) throws IOException {
        try (Gathered file =
                Gathered.from(new ByteArrayInputStream(content), 1 << 20, new DirectoryContents(directory))) {
            return FileType.of(file);
        }
    }

    private void refused(byte[] content, String key) {
        assertThatThrownBy(() -> type(content))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.key()).isEqualTo(key));
    }

    static byte[] image(String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }

    /** What a test does to a PDF before it is saved. */
    interface Change {
        void to(PDDocument document) throws IOException;
    }

    static byte[] pdf(Change change) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            change.to(document);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }
}
