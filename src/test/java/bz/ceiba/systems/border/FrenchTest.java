package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What travellers read is in French too: questions, pages with their layout, faults and problems. */
class FrenchTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern KEY =
            Pattern.compile("page\\.t\\((?:sent \\? )?\"([a-z][\\w.-]+)\"(?: : \"([\\w.-]+)\")?");

    private final Messages messages = Messages.load();
    private final Questions questions =
            new Questions(Country.load(), BorderRules.load(), messages, Clock.systemUTC(), number -> false);

    @Test
    void everyQuestionIsAskedInThreeLanguages() {
        for (String language : Questions.LANGUAGES) {
            assertThat(questions.declaration().missing(language)).as(language).isEmpty();
            assertThat(questions.traveller().missing(language)).as(language).isEmpty();
        }
        assertThat(Country.load().portsOfEntry())
                .allSatisfy(port -> assertThat(port.name().languages()).containsAll(Questions.LANGUAGES));
    }

    @Test
    void everyWordOfTheTravellersPagesIsThereInFrench() throws IOException {
        Set<String> used = new TreeSet<>(keys("border", "declare-"));
        used.addAll(keys("identity", "visitor"));
        used.addAll(keys("web", ""));
        used.addAll(keys("cases", "field.jte"));
        used.removeIf(key -> key.startsWith("web.upload.") || key.startsWith("cases.file-"));
        Set<String> ours = Stream.of("border", "web", "cases")
                .flatMap(room -> room(room).stream())
                .filter(key -> Stream.of(
                                "border.declare.", "border.problem.", "web.problem.", "web.pattern.", "cases.error.")
                        .anyMatch(key::startsWith))
                .collect(Collectors.toSet());
        assertThat(used).hasSizeGreaterThan(60);
        assertThat(messages.keys("fr")).containsAll(used).containsAll(ours);
        assertThat(messages.keys("en")).containsAll(messages.keys("fr"));
    }

    @Test
    void otherPagesStayInTheLanguagesOfTheHouse() {
        assertThat(messages.languages()).containsExactly("en", "es");
    }

    /** The keys of a room without those of its parts, whose pages are for officers. */
    private static Set<String> room(String room) {
        try (InputStream file = Messages.class.getResourceAsStream("/messages/" + room + ".properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(file, room));
            return properties.stringPropertyNames();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> keys(String folder, String begin) throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES.resolve(folder))) {
            Set<String> keys = new TreeSet<>();
            List<Path> those = files.filter(
                            file -> file.getFileName().toString().startsWith(begin))
                    .toList();
            for (Path file : those) {
                KEY.matcher(Files.readString(file)).results().forEach(found -> {
                    keys.add(found.group(1));
                    if (found.group(2) != null) {
                        keys.add(found.group(2));
                    }
                });
            }
            return keys;
        }
    }
}
