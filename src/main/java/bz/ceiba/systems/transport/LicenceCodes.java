package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The codes that may stand on a licence: {@code belize/licence-codes.yaml}. */
public record LicenceCodes(boolean demo, List<Code> codes) {
    /** What an examiner enters for whoever took the test without a clutch. */
    static final String AUTOMATIC = "78";

    /** @param vocational who may have one that is for driving for money; null for a restriction */
    public record Code(
            String code, LocalizedText name, @Nullable Vocational vocational) {}

    /**
     * Who may drive for money.
     *
     * @param licenceClass that it is for
     * @param medicalMonths for how long at most a doctor's word is good
     */
    public record Vocational(String licenceClass, int leastAge, int medicalMonths) {}

    public LicenceCodes {
        codes = List.copyOf(codes);
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static LicenceCodes load() {
        return CountryPack.read("licence-codes", LicenceCodes.class);
    }

    Optional<Code> find(String code) {
        return codes.stream().filter(one -> one.code().equals(code)).findFirst();
    }

    /** A code with its name. */
    public String said(String code, Locale locale) {
        return code + find(code).map(one -> " " + one.name().in(locale)).orElse("");
    }

    /** Codes with a space between them as they are kept, with their names. */
    String spelled(String kept, Locale locale) {
        return Arrays.stream(kept.split(" ", -1))
                .filter(code -> !code.isEmpty())
                .map(code -> said(code, locale))
                .collect(Collectors.joining(", "));
    }
}
