package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.Country;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptCodesTest {
    @Test
    void everyAgencyHasACodeOfItsOwn() {
        List<String> agencies =
                Country.load().agencies().stream().map(Country.Agency::id).toList();
        assertThat(Receipts.codes(agencies).values()).doesNotHaveDuplicates().hasSameSizeAs(agencies);
        assertThat(Receipts.codes(agencies)).containsEntry("police", "POL");
    }

    @Test
    void agenciesThatBeginAlikeGetLongerCodes() {
        assertThat(Receipts.codes(List.of("post", "postal-bank", "police")))
                .containsEntry("police", "POL")
                .containsEntry("postal-bank", "POSTA");
        assertThat(Receipts.codes(List.of("post", "postal-bank")).values()).doesNotHaveDuplicates();
    }
}
