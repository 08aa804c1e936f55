package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.StartFailure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people pay online. Without gateway and outside the demonstration they pay over the counter only.
 *
 * @param gateway the hosted checkout, or null
 * @param powerTranz an account with that card processor, or null; not beside a gateway
 * @param demoPort where the demonstration's gateway listens; null for the server's port plus one, 0 for any that is free
 * @param dueDays within how many days a bill is to be paid
 * @param refundAloneUpTo up to how many cents one officer gives back without a second one
 * @param tillDifferenceUpTo up to how many cents a till may be over or short without a supervisor
 * @param tillFloatUpTo with how many cents a till is opened at most
 * @param denominations what notes and coins there are, in cents, in the order in which they are counted
 * @param voucherLeast for how many cents a voucher is sold at least
 * @param voucherMost for how many at most
 * @param voucherMonths how long a voucher pays
 * @param demoUrl where browsers reach the demonstration's gateway; null for that port on the host of the base address
 */
@Validated
@ConfigurationProperties("ceiba.payments")
record PaymentsSettings(
        @Nullable @Valid GatewaySettings gateway,
        @Nullable @Valid PowerTranzSettings powerTranz,
        @Nullable @Min(0) @Max(65_535) Integer demoPort,
        @Nullable String demoUrl,
        @DefaultValue("30") @Min(1) @Max(366) int dueDays,
        @DefaultValue("10000") @Min(0) long refundAloneUpTo,
        @DefaultValue("500") @Min(0) long tillDifferenceUpTo,
        @DefaultValue("200000") @Min(0) long tillFloatUpTo,

        @DefaultValue({"10000", "5000", "2000", "1000", "500", "200", "100", "50", "25", "10", "5", "1"})
        List<@Min(1) Long> denominations,

        @DefaultValue("500") @Min(1) long voucherLeast,
        @DefaultValue("50000") @Min(1) @Max(100_000_000) long voucherMost,
        @DefaultValue("12") @Min(1) @Max(120) int voucherMonths) {
    PaymentsSettings {
        if (voucherLeast > voucherMost) {
            throw new StartFailure("no voucher can be sold: ceiba.payments.voucher-least (" + voucherLeast
                    + " cents) is more than ceiba.payments.voucher-most (" + voucherMost + " cents).");
        }
    }

    /**
     * A gateway that speaks our hosted-checkout protocol: docs/adr/0032.
     *
     * @param url where its interface is, such as {@code https://pay.example.bz/api}
     * @param page the origin of its pages, if another than the interface's
     * @param webhookSecret {@code whsec_} and a key of at least 24 octets in base 64
     */
    record GatewaySettings(
            @NotBlank String url,
            @Nullable String page,
            @NotBlank String apiKey,
            @NotBlank String webhookSecret) {}
}
