package bz.ceiba.systems.border.carrier;

import java.util.Locale;

/**
 * What one message says of one traveller.
 *
 * @param reference the carrier's own for him, or empty
 * @param crew whether he works on board
 */
record Statement(String reference, boolean crew, Named named) {
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
