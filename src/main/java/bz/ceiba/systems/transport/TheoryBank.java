package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import bz.ceiba.platform.kernel.LocalizedText;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The questions of the theory test and its rules, from the country pack: {@code belize/theory.yaml}. */
final class TheoryBank {
    private static final String FILE = "/belize/theory.yaml";

    /** A question with its options, of which the first is right. */
    record Question(String id, LocalizedText words, List<LocalizedText> options) {
        Question {
            options = List.copyOf(options);
        }
    }

    private record Line(
            String id,
            String en,
            String es,
            List<LocalizedText> options,
            @Nullable Boolean asked) {
        Question question() {
            return new Question(id, LocalizedText.of(en, es), options);
        }
    }

    private record Pack(
            boolean demo,
            int questions,
            int needed,
            int minutes,
            int validMonths,
            int waitDays,
            int beginMinutes,
            List<Line> bank) {}

    private final Pack pack;
    private final Map<String, Question> all = new LinkedHashMap<>();
    private final List<Question> asked;

    private TheoryBank(Pack pack) {
        this.pack = pack;
        for (Line line : pack.bank()) {
            if (line.options().size() < 2 || all.put(line.id(), line.question()) != null) {
                throw new IllegalStateException(
                        FILE + ": question " + line.id() + " is twice there, or has no options");
            }
        }
        this.asked = pack.bank().stream()
                .filter(line -> !Boolean.FALSE.equals(line.asked()))
                .map(Line::question)
                .toList();
        if (asked.size() < pack.questions() || pack.needed() > pack.questions()) {
            throw new IllegalStateException(FILE + " has too few questions for a test");
        }
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static TheoryBank load() {
        return new TheoryBank(CountryPack.read("theory", Pack.class));
    }

    /** The questions of one test, in the order in which they are asked. */
    List<Question> draw(SecureRandom random) {
        List<Question> drawn = new ArrayList<>(asked);
        Collections.shuffle(drawn, random);
        return drawn.subList(0, pack.questions());
    }

    Collection<Question> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    Question question(String id) {
        Question found = all.get(id);
        if (found == null) {
            throw new IllegalStateException(FILE + " has lost question " + id);
        }
        return found;
    }

    TheoryRules rules() {
        return new TheoryRules(pack.questions(), pack.needed(), pack.minutes());
    }

    Duration time() {
        return Duration.ofMinutes(pack.minutes());
    }

    Duration toBegin() {
        return Duration.ofMinutes(pack.beginMinutes());
    }

    int validMonths() {
        return pack.validMonths();
    }

    int waitDays() {
        return pack.waitDays();
    }
}
