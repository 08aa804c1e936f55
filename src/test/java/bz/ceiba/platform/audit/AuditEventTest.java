package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditEventTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\| ([a-z]+) \\|.*", Pattern.MULTILINE);

    @Test
    void theDocumentationListsExactlyTheEventsThatThereAre() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(Path.of("docs/audit-events.md")));
        List<String> listed =
                rows.results().map(row -> row.group(1) + " " + row.group(2)).toList();

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(AuditEvent.values())
                        .map(event -> event.name() + " " + event.kind().name().toLowerCase(java.util.Locale.ROOT))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyEventHasItsWordsInEveryLanguage(AuditEvent event) {
        Messages messages = Messages.load();
        for (String language : messages.languages()) {
            assertThat(messages.keys(language)).contains("audit.event." + event.name());
            if (event.kind() != AuditEvent.Kind.ACT) {
                assertThat(messages.keys(language)).contains("audit.disclosed." + event.name());
            }
        }
    }
}
