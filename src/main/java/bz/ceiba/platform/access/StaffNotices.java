package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Tells members of staff what happens to offices, each in his own language. */
@Component
class StaffNotices {
    private final ConsentChannel channel;
    private final Messages messages;
    private final Country country;
    private final String baseUrl;

    StaffNotices(
            ConsentChannel channel, Messages messages, Country country, @Value("${ceiba.base-url}") String baseUrl) {
        this.channel = channel;
        this.messages = messages;
        this.country = country;
        this.baseUrl = baseUrl;
    }

    /**
     * Sends a notice, once per key, in which {@code {role}} and {@code {agency}} stand for the office and {@code {link}} for a page.
     *
     * @param path of the page
     */
    void tell(
            String key,
            PersonNumber to,
            String template,
            Actor.Appointment post,
            String path,
            Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        Locale language = language(to);
        all.computeIfPresent(
                "reason", (name, reason) -> messages.has(reason) ? messages.text(language, reason) : reason);
        all.put("role", messages.text(language, "access.role." + post.role()));
        all.putAll(about(language, post.agency(), path));
        channel.tell(key, to, template, all);
    }

    /** The same about an agency, without an office. */
    void tell(String key, PersonNumber to, String template, String agency, String path, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(about(language(to), agency, path));
        channel.tell(key, to, template, all);
    }

    private Map<String, String> about(Locale language, String agency, String path) {
        return Map.of("agency", country.nameOf(agency).in(language), "link", baseUrl + path);
    }

    private Locale language(PersonNumber to) {
        return channel.find(to).map(found -> Locale.of(found.language())).orElse(Locale.ENGLISH);
    }
}
