package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestSession;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** The pages of vouchers in a real browser. */
@CeibaTest
class VoucherPagesTest extends VouchersHouse {
    @Value("${ceiba.base-url}")
    private String base;

    /** The whole way of a voucher as people see it: sold on a desk, used and looked at on a phone without scripts. */
    @Test
    void aVoucherIsSoldOnADeskAndUsedOnAPhoneWithoutScripts() throws Exception {
        Bill bill = bill(30_00);
        String code = sellOnDesk();
        try (BrowserContext phone = Browser.phone("es", false)) {
            Page page = confirmation(phone, bill, code);
            assertThat(page.content()).contains("BZ$20.00 de BZ$30.00", "después quedan BZ$10.00 por pagar");
            page.locator("form[action$='/confirm'] button").click();
            assertThat(page.locator("h1").innerText()).isEqualTo("Usted ha pagado");
            assertThat(page.url()).doesNotContain(code);
            phone.clearCookies();
            balance(page, code);
            assertThat(page.content()).contains("BZ$0.00", "Se pagó con él");
        }
        assertThat(money.now(bill.id()).captured().cents()).isEqualTo(20_00);
    }

    private String sellOnDesk() throws Exception {
        TestSession clerk = people.session(cashier);
        try (BrowserContext desk = Browser.desk("en")) {
            Browser.signIn(desk, base, clerk);
            Page page = desk.newPage();
            page.navigate(base + "/payments/vouchers");
            picture(page, "desk-en-1280");
            Browser.assertAccessible(page);
            page.getByLabel("For how much, in BZ$").fill("20");
            page.getByText("I have received the cash: sell it").click();
            assertThat(page.locator("h1").innerText()).isEqualTo("Voucher for BZ$20.00");
            picture(page, "sold-en-1280");
            String code =
                    VoucherSaleTest.slip(clerk, page.locator("input[name=key]").inputValue());
            page.navigate(base + "/payments/vouchers");
            page.getByLabel("Code of the voucher").fill(code);
            page.getByText("Find it").click();
            assertThat(page.content()).contains("I have paid out BZ$20.00");
            picture(page, "found-en-1280");
            return code;
        }
    }

    private Page confirmation(BrowserContext phone, Bill bill, String code) {
        Browser.signIn(phone, base, people.session(payer));
        Page page = phone.newPage();
        page.navigate(base + "/payments/mine");
        page.getByText("Pagar con un vale").click();
        page.getByLabel("Código del vale").fill(code.substring(1));
        page.getByText("Ver lo que tiene").click();
        assertThat(page.content()).contains("un carácter está mal o falta");
        page.getByLabel("Código del vale").fill(code.toLowerCase(Locale.ROOT));
        page.getByText("Ver lo que tiene").click();
        assertThat(page.content()).contains(bill.title());
        return page;
    }

    private void balance(Page page, String code) {
        page.navigate(base + "/payments/vouchers/check");
        page.getByLabel("Código del vale").fill(code);
        page.getByText("Ver lo que tiene").click();
    }

    /** axe needs scripts. */
    @Test
    void onAPhoneThePagesAreAccessible() {
        String code = vouchers.sell(cashier, 20_00).code();
        Bill bill = bill(30_00);
        try (BrowserContext phone = Browser.phone("es", true)) {
            Page page = confirmation(phone, bill, code);
            picture(page, "confirm-es-360");
            Browser.assertAccessible(page);
            balance(page, code);
            picture(page, "check-es-360");
            Browser.assertAccessible(page);
        }
    }

    private static void picture(Page page, String name) {
        Browser.picture(page, "payments-voucher-" + name);
    }
}
