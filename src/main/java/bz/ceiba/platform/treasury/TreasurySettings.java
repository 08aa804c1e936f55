package bz.ceiba.platform.treasury;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The state's bank accounts and what officers may do alone.
 *
 * @param accounts the numbers or IBANs of the accounts whose statements are taken; those of others are refused
 * @param aloneUpTo up to how many cents one officer returns or writes off without a second one
 * @param missingAfter after how many working days money that the gateway took and no statement shows is missing
 */
@Validated
@ConfigurationProperties("ceiba.treasury")
record TreasurySettings(
        @DefaultValue List<String> accounts,
        @DefaultValue("10000") @Min(0) long aloneUpTo,
        @DefaultValue("3") @Min(1) @Max(60) int missingAfter) {
    TreasurySettings {
        accounts = accounts.stream().map(TreasurySettings::plain).toList();
    }

    /** An account as it is compared: people write IBANs in groups. */
    static String plain(String account) {
        return account.replace(" ", "").toUpperCase(java.util.Locale.ROOT);
    }
}
