package bz.ceiba.systems.border.screening;

import java.util.List;

/**
 * A person or document of a watchlist, as far as it is compared.
 *
 * @param list its list
 * @param id within the list
 * @param names and aliases, in whatever script
 * @param births as {@code 1964-02-17}, {@code 1964-02} or {@code 1964}
 * @param nationalities three letters each
 * @param sex F or M, or empty
 * @param digest of all that the list says of it: another one is another statement
 */
record WatchEntry(
        String list,
        String id,
        List<String> names,
        List<String> births,
        List<String> nationalities,
        String sex,
        List<Document> documents,
        String digest) {
    /**
     * A travel document.
     *
     * @param issuer three letters, or empty when the list does not say
     */
    record Document(String issuer, String number) {
        static String folded(String number) {
            return number.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        }
    }

    WatchEntry {
        names = List.copyOf(names);
        births = List.copyOf(births);
        nationalities = List.copyOf(nationalities);
        documents = List.copyOf(documents);
    }
}
