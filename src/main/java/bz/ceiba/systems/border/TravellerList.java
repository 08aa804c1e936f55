package bz.ceiba.systems.border;

import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.CsvLines;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Draft.Content;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Reads a list of travellers, such as a ship's manifest: CSV (RFC 4180) in UTF-8 with the headings {@value #HEADINGS}, or with one heading
 * {@code zone}. Each line gets a verdict; the list is taken whole or not at all.
 */
@Component
class TravellerList {
    static final String HEADINGS = "surname,given,nationality,number,birth,expiry";
    static final int LARGEST = 2_000_000;
    private static final int LONGEST_CELL = 200;

    private final Questions questions;
    private final NameTravellers name;
    private final Messages messages;

    TravellerList(Questions questions, NameTravellers name, Messages messages) {
        this.questions = questions;
        this.name = name;
        this.messages = messages;
    }

    /**
     * What came of it.
     *
     * @param wrong the lines that can't be taken
     * @param travellers all of them, if no line is wrong
     */
    record Verdict(int lines, List<WrongLine> wrong, List<Traveller> travellers) {}

    /**
     * Reads it.
     *
     * @throws Problem INVALID or TOO_LARGE when it is no such list
     */
    Verdict read(byte[] file, Content content, Locale locale) {
        if (file.length > LARGEST) {
            throw new Problem(Problem.Kind.TOO_LARGE, "border.problem.list-too-large");
        }
        CsvLines list = CsvLines.read(text(file), fields());
        if (list.broken() > 0 || list.lines().isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.no-list");
        }
        FormPage page = page(list.columns());
        if (list.lines().size() > Questions.most(content)) {
            throw new Problem(
                    Problem.Kind.TOO_LARGE,
                    "border.problem.list-too-long",
                    Map.of("most", String.valueOf(Questions.most(content))));
        }
        List<WrongLine> wrong = new ArrayList<>();
        List<Traveller> travellers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (CsvLines.Line line : list.lines()) {
            NameTravellers.Named named = named(line, page, content, locale);
            named.traveller()
                    .filter(one -> seen.add(one.documentKey()))
                    .ifPresentOrElse(travellers::add, () -> wrong.add(wrong(line, named, locale)));
        }
        return new Verdict(list.lines().size(), wrong, wrong.isEmpty() ? travellers : List.of());
    }

    private List<String> fields() {
        return questions.traveller().pages().stream()
                .flatMap(page -> page.fields().stream())
                .distinct()
                .toList();
    }

    private static String text(byte[] file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.list-not-utf8");
        }
    }

    private FormPage page(List<String> headings) {
        return questions.traveller().pages().stream()
                .filter(page -> headings.containsAll(page.required()))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID, "border.problem.list-headings", Map.of("headings", HEADINGS)));
    }

    private NameTravellers.Named named(CsvLines.Line line, FormPage page, Content content, Locale locale) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (String field : page.fields()) {
            String cell = line.values().getOrDefault(field, "");
            cells.put(field, cell.length() > LONGEST_CELL ? cell.substring(0, LONGEST_CELL + 1) : cell);
        }
        return name.read(page, name.row(page, cells), content.with(List.of()), locale);
    }

    private WrongLine wrong(CsvLines.Line line, NameTravellers.Named named, Locale locale) {
        String what = named.traveller()
                .map(one -> messages.text(locale, "border.declare.twice", one.masked()))
                .orElseGet(() -> named.errors().entrySet().stream()
                        .map(error -> error.getKey() + ": " + error.getValue())
                        .collect(Collectors.joining("; ")));
        return new WrongLine(line.number(), what);
    }
}
