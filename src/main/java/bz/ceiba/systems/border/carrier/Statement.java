package bz.ceiba.systems.border.carrier;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one message says of one traveller.
 *
 * @param reference the carrier's own for him, or empty
 * @param crew whether he works on board
 */
record Statement(String reference, boolean crew, Named named) {
    /** Whether one with the same key is of somebody else: who shares a passport, or a reference that was given twice. */
    boolean isAnother(@Nullable Statement other) {
        return other != null
                && !(other.named().family() + "/" + other.named().given())
                        .equalsIgnoreCase(named.family() + "/" + named.given());
    }

    /** By what the same traveller is known again: the carrier's reference, else the document, else name and birth date. */
    String key() {
        if (!reference.isEmpty()) {
            return "ref:" + reference;
        }
        if (!named.documentNumber().isEmpty()) {
            return "doc:" + named.documentIssuer() + ":" + named.documentNumber();
        }
        return "name:" + (named.family() + "/" + named.given() + "/" + named.born()).toUpperCase(Locale.ROOT);
    }
}
