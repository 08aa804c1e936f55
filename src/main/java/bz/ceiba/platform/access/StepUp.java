package bz.ceiba.platform.access;

import bz.ceiba.platform.web.Urls;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in more surely in the middle of something, and coming back to it. */
public final class StepUp {
    static final String LEVEL = "level";

    private StepUp() {}

    /**
     * Where one shows more surely who he is.
     *
     * @param level what is needed
     * @param back the page of ours to which he comes back
     */
    public static String address(Assurance level, String back) {
        return RelyingParty.SIGN_IN + "?" + LEVEL + "=" + level.name() + "&back=" + Urls.encode(back);
    }

    /** The {@code acr_values} for the level that such an address names; empty for none, or none that is more than the lowest. */
    static Optional<String> acr(@Nullable String level) {
        return Arrays.stream(Assurance.values())
                .filter(known -> known != Assurance.LOW && known.name().equals(level))
                .map(known -> SignIns.LEVELS + known.name().toLowerCase(Locale.ROOT))
                .findFirst();
    }
}
