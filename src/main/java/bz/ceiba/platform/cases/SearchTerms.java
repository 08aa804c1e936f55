package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import java.text.Normalizer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The words by which a case is found: its number, the applicant's identity number and names, and the answers that the
 * form marks with {@code x-index: true}. Small letters without accents; numbers without spaces and signs. Each is kept with the
 * agency and the month in which the case came, as {@code police:2611:cal}.
 */
final class SearchTerms {
    /** Stands in a query for the month, year and month in two digits each, UTC. */
    static final String MONTH = "{month}";

    private static final DateTimeFormatter MONTHS =
            DateTimeFormatter.ofPattern("yyMM", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final int SHORTEST_NUMBER = 5;
    private static final int MOST = 60;
    private static final int LONGEST_EXACT = 3;

    private SearchTerms() {}

    static Set<String> of(ServiceDefinition definition, CaseFile file) {
        Set<String> terms = new LinkedHashSet<>();
        terms.add(compact(file.number().text()));
        terms.add(file.person().digits());
        terms.addAll(words(file.personName()));
        definition.form().path("properties").propertyStream().forEach(property -> {
            JsonNode answer = file.form().path(property.getKey());
            if (property.getValue().path("x-index").asBoolean(false) && !answer.isMissingNode()) {
                terms.addAll(indexed(answer.asString("")));
            }
        });
        String month = MONTHS.format(file.submittedAt());
        return terms.stream()
                .limit(MOST)
                .map(word -> of(file.agency(), month, word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A word as it is kept: it finds cases of this agency only. Nobody can type the agency, as typed words have no colon. */
    private static String of(String agency, String month, String word) {
        return agency + ":" + month + ":" + word;
    }

    /**
     * What somebody typed, as a tsquery: each word, or the beginning of one, must be there in one of the agencies, in the month that
     * is put in the place of {@link #MONTH}; empty if there is none. Words of up to three letters are looked for as they are: as
     * beginnings they would match a good part of a million cases.
     */
    static String query(List<String> agencies, String typed) {
        return agencies.stream()
                .map(agency -> query(agency, typed))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(") | (", "(", ")"))
                .replace("()", "");
    }

    private static String query(String agency, String typed) {
        Set<String> words =
                CaseNumber.parse(typed).isPresent() || isNumber(typed) ? Set.of(compact(typed)) : words(typed);
        return words.stream()
                .map(word -> "'" + of(agency, MONTH, word) + (word.length() <= LONGEST_EXACT ? "'" : "':*"))
                .collect(Collectors.joining(" & "));
    }

    /** A Belizean phone is found with and without the country's code. */
    private static Set<String> indexed(String answer) {
        if (!isNumber(answer)) {
            return words(answer);
        }
        String number = compact(answer);
        return number.matches("501[0-9]{7}") ? Set.of(number, number.substring("501".length())) : Set.of(number);
    }

    /** A phone, an identity number, a case number: something that people write with spaces, hyphens and brackets. */
    private static boolean isNumber(String text) {
        String compact = compact(text);
        return compact.length() >= SHORTEST_NUMBER
                && compact.chars().filter(Character::isDigit).count() * 2 >= compact.length();
    }

    private static String compact(String text) {
        return SIGNS.matcher(plain(text)).replaceAll("");
    }

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : SIGNS.split(plain(text), MOST)) {
            String letters = SIGNS.matcher(word).replaceAll("");
            if (!letters.isEmpty()) {
                words.add(letters);
            }
        }
        return words;
    }

    private static String plain(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
