package bz.ceiba.platform.notifications;

import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Shows what a notice would say on each way, without sending it. */
@Component
public class NoticePreviews {
    /**
     * A notice as its recipient would read it.
     *
     * @param inbox what stands in the inbox on the site
     * @param mail the body of the e-mail
     * @param smsParts in how many parts the SMS goes out; each is paid for
     */
    public record Preview(String subject, String inbox, String mail, String sms, int smsParts) {}

    private final Texts texts;
    private final String baseUrl;

    NoticePreviews(Texts texts, @Value("${ceiba.base-url}") String baseUrl) {
        this.texts = texts;
        this.baseUrl = baseUrl;
    }

    /**
     * Fills a template in, by the same code that sends it.
     *
     * @throws IllegalArgumentException when there is no such template
     */
    public Preview of(Locale locale, String template, Map<String, String> values) {
        texts.requireAll(template);
        String arguments = texts.written(values);
        String text = texts.text(locale, template, arguments);
        String sms = texts.sms(locale, template, arguments);
        return new Preview(
                texts.subject(locale, template, arguments),
                text,
                texts.mail(locale, text, baseUrl),
                sms,
                SmsText.of(sms, 0).parts().size());
    }
}
