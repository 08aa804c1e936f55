package bz.ceiba;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/** The public page on which anyone checks a document. */
final class VerifyPage {
    private VerifyPage() {}

    static void byFile(Page page, Path file) {
        page.locator("input[type=file]").setInputFiles(file);
        page.locator("form:has(input[type=file]) button").click();
    }
}
