package bz.ceiba.platform.payments;

import bz.ceiba.platform.documents.PrintedPages;
import bz.ceiba.platform.web.Messages;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The paper that a buyer takes home, in all languages. */
@Component
class VoucherSlips {
    private final PrintedPages pages;
    private final Messages messages;
    private final String check;

    VoucherSlips(PrintedPages pages, Messages messages, @Value("${ceiba.base-url}") String baseUrl) {
        this.pages = pages;
        this.messages = messages;
        this.check = URI.create(baseUrl).getAuthority() + VoucherCheckController.PAGE;
    }

    byte[] print(Voucher voucher, VoucherCode code) {
        return pages.print(
                "payments/voucher-pdf",
                Map.of(
                        "name",
                        voucher.name(),
                        "code",
                        code.grouped(),
                        "sides",
                        messages.languages().stream()
                                .map(language -> side(voucher, Locale.of(language)))
                                .toList()));
    }

    private SlipSide side(Voucher voucher, Locale locale) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(messages.text(locale, "payments.voucher.number"), voucher.name());
        facts.put(
                messages.text(locale, "payments.voucher.value"),
                voucher.amount().toString());
        facts.put(messages.text(locale, "payments.voucher.until"), messages.date(locale, voucher.expiresOn()));
        return new SlipSide(
                locale.getLanguage(),
                messages.text(locale, "payments.voucher.slip", voucher.amount()),
                facts,
                List.of(
                        messages.text(locale, "payments.voucher.slip-pay"),
                        messages.text(locale, "payments.voucher.slip-cash"),
                        messages.text(locale, "payments.voucher.slip-check", check),
                        messages.text(locale, "payments.voucher.slip-back")));
    }
}
