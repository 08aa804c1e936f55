package bz.ceiba.systems.civilregistry;

import java.util.List;

/**
 * What a certificate's page shows, in both languages.
 *
 * @param notes what was annotated on the entry
 * @param issued how the day of issue is called, as noted is the heading of the notes, and statement the last sentence
 */
public record CertificateText(
        String spanishTitle, List<Row> rows, List<Row> notes, Row issued, Row noted, Row statement) {
    /**
     * A line.
     *
     * @param value in English, or nothing
     */
    public record Row(String english, String spanish, String value, String valueInSpanish) {
        public boolean isSame() {
            return value.equals(valueInSpanish);
        }
    }

    public CertificateText {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }
}
