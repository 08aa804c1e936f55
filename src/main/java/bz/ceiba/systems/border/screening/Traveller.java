package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.PersonNumber;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who crosses the border, as his document, declaration or carrier names him; empty for what is not known.
 *
 * @param reference of the declaration or list, which tells this crossing from every other: screened again under it, he is the same
 * @param born as {@code 1964-02-17}, {@code 1964-02} or {@code 1964}
 * @param sex F, M or X
 * @param nationality and documentIssuer: three letters (ICAO 9303)
 * @param documentExpires as {@code 2031-01-31}
 * @param redress the number that he got because he was stopped wrongly, or null
 * @param person whom he is in the register of people, so that he can be told, or null
 */
public record Traveller(
        String reference,
        String family,
        String given,
        String born,
        String sex,
        String nationality,
        String documentType,
        String documentIssuer,
        String documentNumber,
        String documentExpires,
        @Nullable String redress,
        @Nullable PersonNumber person,
        Journey journey) {
    public Traveller {
        if (reference.isBlank() || reference.length() > 100) {
            throw new IllegalArgumentException("a reference has 1 to 100 letters");
        }
    }

    String name() {
        return (given + " " + family).strip();
    }
}
