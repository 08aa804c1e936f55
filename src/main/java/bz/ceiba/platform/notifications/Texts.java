package bz.ceiba.platform.notifications;

import bz.ceiba.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What notices say: the templates of the rooms that send them, filled in. */
@Component
class Texts {
    private static final TypeReference<Map<String, String>> ARGUMENTS = new TypeReference<>() {};

    private final Messages messages;
    private final JsonMapper json;

    Texts(Messages messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    /**
     * @throws IllegalArgumentException naming the text that the sending room's messages lack
     */
    void requireAll(String template) {
        missing(template).ifPresent(text -> {
            throw new IllegalArgumentException("no message '" + text + "' for a notice");
        });
    }

    /** The first of a template's texts that there is not. */
    Optional<String> missing(String template) {
        return Stream.of(".subject", ".text", ".sms")
                .map(template::concat)
                .filter(text -> !messages.has(text))
                .findFirst();
    }

    String written(Map<String, String> arguments) {
        return json.writeValueAsString(arguments);
    }

    private Map<String, String> read(String arguments) {
        return json.readValue(arguments, ARGUMENTS);
    }

    String subject(Locale locale, String template, String arguments) {
        return messages.text(locale, template + ".subject", read(arguments));
    }

    String text(Locale locale, String template, String arguments) {
        return messages.text(locale, template + ".text", read(arguments));
    }

    String sms(Locale locale, String template, String arguments) {
        return messages.text(locale, template + ".sms", read(arguments));
    }

    /** The body of an e-mail. */
    String mail(Locale locale, String text, String baseUrl) {
        return text + "\n\n-- \n"
                + messages.text(locale, "notifications.mail.footer", Map.of("url", baseUrl + "/notifications/inbox"))
                + "\n";
    }
}
