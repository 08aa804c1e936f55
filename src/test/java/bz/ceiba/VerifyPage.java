package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** The public page on which anyone checks a document. */
final class VerifyPage {
    private static final Pattern NUMBER = Pattern.compile("PRC-\\d\\d-[0-9A-Z]{6}-[0-9A-Z]");

    private VerifyPage() {}

    static void byFile(Page page, Path file) {
        page.locator("input[type=file]").setInputFiles(file);
        page.locator("form:has(input[type=file]) button").click();
    }

    static void byNumber(Page page, String number) {
        page.locator("#number").fill(number);
        page.locator("form:has(#number) button").click();
    }

    /** What the answer's heading says, word for word: the form's own text speaks of valid documents too. */
    static void answers(Page page, String heading) {
        assertThat(page.locator("h1")).hasText(heading);
    }

    /** The number printed on a certificate. */
    static String number(Path certificate) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(certificate.toFile())) {
            Matcher number = NUMBER.matcher(new PDFTextStripper().getText(pdf));
            if (!number.find()) {
                throw new AssertionError("no number is printed on " + certificate);
            }
            return number.group();
        }
    }

    /** The same with one bit changed. */
    static Path forged(Path certificate) throws IOException {
        byte[] bytes = Files.readAllBytes(certificate);
        bytes[bytes.length / 3] ^= 1;
        return Files.write(certificate.resolveSibling("forged.pdf"), bytes);
    }
}
