package bz.ceiba.systems.civilregistry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of event an entry is about. */
public enum Kind {
    LIVE(VitalEvent.BIRTH, "B", "birth", "BC"),
    /** Has a book and a certificate of its own, and gives no identity. */
    STILLBIRTH(VitalEvent.BIRTH, "S", "stillbirth", "SBC"),
    /** Found, and nobody knows the parents. */
    FOUNDLING(VitalEvent.BIRTH, "B", "birth", "BC"),
    DEATH(VitalEvent.DEATH, "D", "death", "DC"),
    /** Found, and nobody knows who it was. */
    BODY(VitalEvent.DEATH, "D", "death", "DC"),
    /** Of somebody who lived here and died abroad. */
    ABROAD(VitalEvent.DEATH, "D", "death", "DC"),
    MARRIAGE(VitalEvent.MARRIAGE, "M", "marriage", "MC"),
    DIVORCE(VitalEvent.DECREE, "R", "divorce", "DV"),
    NULLITY(VitalEvent.DECREE, "R", "nullity", "NU"),
    /** Certified as every birth is. */
    ADOPTION(VitalEvent.ADOPTION, "A", "birth", "BC");

    private final VitalEvent event;
    private final String book;
    private final String paper;
    private final String series;

    /**
     * Describes it.
     *
     * @param book the letter of its books
     * @param paper what is certified
     * @param series what the numbers of its certificates begin with
     */
    Kind(VitalEvent event, String book, String paper, String series) {
        this.event = event;
        this.book = book;
        this.paper = paper;
        this.series = series;
    }

    public VitalEvent event() {
        return event;
    }

    /** Whether it became known by somebody's finding a child or a body. */
    boolean isFound() {
        return this == FOUNDLING || this == BODY;
    }

    /** The book of a year in which it is entered. */
    String book(int year) {
        return book + year;
    }

    /** What is certified, as message keys call it. */
    String paper() {
        return paper;
    }

    String series() {
        return series;
    }

    /** The type of its certificates, as services declare it. */
    String certificate() {
        return paper + "-certificate";
    }

    /** As form and messages call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** One with such certificates. */
    static Optional<Kind> certifiedBy(String certificate) {
        return Arrays.stream(values())
                .filter(kind -> kind.certificate().equals(certificate))
                .findFirst();
    }
}
