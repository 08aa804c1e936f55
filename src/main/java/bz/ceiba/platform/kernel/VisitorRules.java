package bz.ceiba.platform.kernel;

import java.util.Set;

/**
 * The country's rules for visitors in the register of people: {@code belize/visitors.yaml}.
 *
 * @param services what they may apply for
 * @param perAddressAndDay how many may be registered on the web from one address in a day
 * @param perEmail how many with one e-mail address
 * @param forgetAfterDays after how many unused days one of whom nothing is held is forgotten
 */
public record VisitorRules(
        boolean demo, Set<String> services, int perAddressAndDay, int perEmail, int forgetAfterDays) {
    private static final String FILE = "/belize/visitors.yaml";

    public VisitorRules {
        services = Set.copyOf(services);
        if (perAddressAndDay < 1 || perEmail < 1 || forgetAfterDays < 1) {
            throw new IllegalStateException("the numbers of the country pack's " + FILE + " are at least 1");
        }
    }

    /**
     * Reads them.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    public static VisitorRules load() {
        return CountryPack.read("visitors", VisitorRules.class);
    }
}
