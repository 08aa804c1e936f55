package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.StartFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PaymentsSettingsTest {
    private static PaymentsSettings bound(Map<String, ?> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ceiba.payments", PaymentsSettings.class);
    }

    @Test
    void defaultsAreAsTheRunbookSays() {
        PaymentsSettings settings = bound(Map.of());
        assertThat(settings.voucherLeast()).isEqualTo(5_00);
        assertThat(settings.voucherMost()).isEqualTo(500_00);
        assertThat(settings.tillFloatUpTo()).isEqualTo(2_000_00);
    }

    @Test
    void aLeastVoucherAboveTheMostStopsTheStartWithASentence() {
        assertThat(bound(Map.of("ceiba.payments.voucher-least", 50_000)).voucherLeast())
                .isEqualTo(500_00);
        assertThatThrownBy(() -> bound(Map.of("ceiba.payments.voucher-least", 50_001)))
                .hasRootCauseInstanceOf(StartFailure.class)
                .rootCause()
                .hasMessage("no voucher can be sold: ceiba.payments.voucher-least (50001 cents) is more than"
                        + " ceiba.payments.voucher-most (50000 cents).");
    }
}
