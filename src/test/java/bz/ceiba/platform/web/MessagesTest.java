package bz.ceiba.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class MessagesTest {
    private static final Locale SPANISH = Locale.of("es");

    private final Messages messages = Messages.load();

    @Test
    void everyTextIsThereInEveryLanguage() {
        for (String language : messages.languages()) {
            assertThat(messages.keys(language)).as(language).isEqualTo(messages.keys("en"));
        }
    }

    @Test
    void noKeyHasTwoTexts() throws Exception {
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties")) {
            List<String> keys = file.getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("[a-z][\\w.-]*\\s*=.*"))
                    .map(line -> line.substring(0, line.indexOf('=')).strip())
                    .toList();
            assertThat(keys).as(file.getFilename()).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @Test
    void daysAreWrittenAsTheLanguageWritesThem() {
        assertThat(messages.date(Locale.ENGLISH, LocalDate.of(2026, 11, 22))).isEqualTo("22 November 2026");
        assertThat(messages.date(SPANISH, LocalDate.of(2026, 11, 22))).isEqualTo("22 de noviembre de 2026");
        assertThat(messages.day(Locale.ENGLISH, LocalDate.of(2026, 11, 24))).isEqualTo("Tuesday 24 November 2026");
    }

    @Test
    void aDayIsWrittenAsFarAsItIsKnown() {
        assertThat(messages.known(SPANISH, "1964-02-17")).isEqualTo("17 de febrero de 1964");
        assertThat(messages.known(Locale.ENGLISH, "1964-02---")).isEqualTo("February 1964");
        assertThat(messages.known(SPANISH, "1964-02")).isEqualTo("febrero de 1964");
        assertThat(messages.known(SPANISH, "1964-----")).isEqualTo("1964");
        assertThat(messages.known(SPANISH, "1964-02-30")).as("no day").isEqualTo("1964-02-30");
    }

    @Test
    void aNoticeNamesItsDayAsPeopleWriteIt() {
        String key = "policerecords.notice.paid.sms";
        Map<String, String> values = Map.of("number", "PR-26-000000-0", "due", "2026-11-27");
        assertThat(messages.text(Locale.ENGLISH, key, values)).contains("27 November 2026");
        assertThat(messages.text(SPANISH, key, values)).contains("27 de noviembre de 2026");
        assertThat(messages.text(SPANISH, key, Map.of("number", "PR-26-000000-0", "due", "")))
                .doesNotContain("{");
    }

    @Test
    void bracesWithinAnArgumentStayAsTheyWereTyped() {
        assertThat(messages.text(
                        Locale.ENGLISH,
                        "policerecords.notice.asked.text",
                        Map.of("name", "Ana", "number", "1", "message", "Fill in {link} and {name}", "link", "/x")))
                .contains("Fill in {link} and {name}");
    }
}
