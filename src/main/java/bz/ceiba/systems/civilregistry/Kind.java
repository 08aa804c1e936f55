package bz.ceiba.systems.civilregistry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of birth an entry is about. */
public enum Kind {
    LIVE("B"),
    /** Has a book and a certificate of its own, and gives no identity. */
    STILLBIRTH("S"),
    /** Found, and nobody knows the parents. */
    FOUNDLING("B");

    private final String book;

    Kind(String book) {
        this.book = book;
    }

    /** The book of a year in which it is entered. */
    String book(int year) {
        return book + year;
    }

    /** As form and messages call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
