package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What an officer has to write whenever he notes something in the register: why, and on what evidence. */
@Component
class OfficersText {
    private static final int SHORTEST_WHY = 10;
    private static final int SHORTEST_EVIDENCE = 3;
    private static final int LONGEST = 1_000;

    private final Messages messages;

    OfficersText(Messages messages) {
        this.messages = messages;
    }

    String why(Map<String, String> posted, Map<String, String> errors, Locale locale) {
        return text(posted, "why", SHORTEST_WHY, errors, locale);
    }

    String evidence(Map<String, String> posted, Map<String, String> errors, Locale locale) {
        return text(posted, "evidence", SHORTEST_EVIDENCE, errors, locale);
    }

    private String text(
            Map<String, String> posted, String name, int shortest, Map<String, String> errors, Locale locale) {
        String text = posted.getOrDefault(name, "").strip();
        if (text.length() < shortest || text.length() > LONGEST) {
            errors.put(name, messages.text(locale, "civilregistry.annotate." + name + "-wrong"));
        }
        return text;
    }
}
