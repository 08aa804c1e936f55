package bz.ceiba.platform.documents;

import java.util.Map;
import org.springframework.stereotype.Component;

/** Prints pages that are handed out and kept nowhere: neither signed nor numbered, and nobody verifies them. */
@Component
public class PrintedPages {
    private final PdfRendering rendering = new PdfRendering();

    /**
     * The template as PDF/A.
     *
     * @param template a jte template of XHTML, such as {@code payments/voucher-pdf}
     * @param model its parameters
     */
    public byte[] print(String template, Map<String, Object> model) {
        return rendering.print(template, model);
    }
}
