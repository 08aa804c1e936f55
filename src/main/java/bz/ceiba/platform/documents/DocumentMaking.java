package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** From an order to the signed PDF: code, page, data, signature. */
final class DocumentMaking {
    private final PdfRendering rendering = new PdfRendering();
    private final PdfSigning signing;
    private final VerificationCodes codes;
    private final Country country;
    private final Messages messages;
    private final JsonMapper json;
    private final String baseUrl;
    private final boolean demo;

    DocumentMaking(
            PdfSigning signing,
            VerificationCodes codes,
            Country country,
            Messages messages,
            JsonMapper json,
            String baseUrl,
            boolean demo) {
        this.signing = signing;
        this.codes = codes;
        this.country = country;
        this.messages = messages;
        this.json = json;
        this.baseUrl = baseUrl;
        this.demo = demo;
    }

    byte[] make(IssueOrder order, String number, Instant at) {
        byte[] data = json.writeValueAsBytes(order.data());
        Locale locale = order.model().get("language") instanceof String language ? Locale.of(language) : Locale.ENGLISH;
        String agency = country.nameOf(order.agency()).in(locale);
        URI base = URI.create(baseUrl);
        PrintedDocument printed = new PrintedDocument(
                order,
                number,
                at,
                locale,
                agency,
                QrImage.dataAddress(code(order, number, at)),
                base.getAuthority() + "/documents/verify",
                demo,
                messages);
        byte[] pdf = signing.sign(rendering.render(order, printed, data, at), number, order, agency, at);
        if (!new String(pdf, StandardCharsets.ISO_8859_1).contains(number)) {
            throw new IllegalStateException("template " + order.template()
                    + " does not carry the number in its head; put it into @template.documents.pdf");
        }
        return pdf;
    }

    /** What the code on a document says: the address of the page that verifies it, and the code itself. */
    String code(IssueOrder order, String number, Instant at) {
        return baseUrl + "/documents/verify?c=" + codes.sign(order, number, at, json.writeValueAsBytes(order.data()));
    }
}
