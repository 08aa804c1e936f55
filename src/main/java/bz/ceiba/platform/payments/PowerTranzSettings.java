package bz.ceiba.platform.payments;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An account with PowerTranz, the card processor of First Atlantic Commerce, through which banks of the Caribbean and
 * Central America acquire.
 *
 * @param url its interface: {@code https://gateway.ptranz.com/api}, for tests {@code https://staging.ptranz.com/api}
 * @param id the merchant's identifier
 * @param password the merchant's processing password
 * @param gatewayKey only if they gave one
 * @param pageSet of the hosted page, with its prefix {@code PTZ/}
 * @param pageName of the hosted page
 */
record PowerTranzSettings(
        @NotBlank
        @Pattern(
                regexp = "https://[^/?#@]+/api|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?/api",
                message = "must be https and end with /api")
        String url,

        @NotBlank String id,
        @NotBlank String password,
        @Nullable String gatewayKey,

        @NotBlank @Pattern(regexp = "PTZ/.+", message = "must begin with PTZ/")
        String pageSet,

        @NotBlank String pageName) {
    @Override
    public String toString() {
        return "PowerTranzSettings[" + url + ", " + id + "]";
    }
}
