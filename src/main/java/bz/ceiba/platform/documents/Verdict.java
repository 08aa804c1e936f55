package bz.ceiba.platform.documents;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What verification says of a document.
 *
 * @param document the document meant, or null when there is none
 * @param inHand whether the one who asks has the document itself, and so may see the whole name
 */
record Verdict(Status status, @Nullable IssuedDocument document, boolean inHand) {
    enum Status {
        VALID,
        EXPIRED,
        REVOKED,
        /** Revoked because another one was issued in its place. */
        REPLACED,
        /** A file that carries the number of a document of ours but is not what we issued. */
        ALTERED,
        UNKNOWN;

        /** The last word of its message keys, and what programs read. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Verdict UNKNOWN = new Verdict(Status.UNKNOWN, null, false);

    /** The holder's name, whole or with its first letters only. */
    static String name(IssuedDocument document, boolean whole) {
        return whole ? document.holderName() : masked(document.holderName());
    }

    /** {@code M••• C•••}: enough to recognise whom one expects, too little to learn whom one does not know. */
    static String masked(String name) {
        return Arrays.stream(name.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)) + "•••")
                .collect(Collectors.joining(" "));
    }
}
