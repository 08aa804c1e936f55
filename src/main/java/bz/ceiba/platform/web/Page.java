package bz.ceiba.platform.web;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every template knows about the request it answers: the language and how to write texts, dates and times in it,
 * who is signed in, and the anti-forgery token for its forms.
 */
public final class Page {
    /** One entry in the header's navigation. */
    public record Link(String href, String text) {}

    /**
     * What the header shows of the one who is signed in.
     *
     * @param name as he writes it
     * @param desk the name of the agency's desk for staff, null for citizens
     * @param links where he may go
     * @param actingFor the name of the person on whose behalf he acts, or null
     * @param emergency what is said of an office that he is lent, or null
     */
    public record Visitor(
            String name,
            @Nullable String desk,
            List<Link> links,
            @Nullable String actingFor,
            @Nullable String emergency) {
        private static final int FEW = 4;

        /** More than fit above a page on a phone: there they are behind a word. */
        public boolean manyLinks() {
            return links.size() > FEW;
        }
    }

    private final Messages messages;
    private final Locale locale;
    private final String path;
    private final boolean demo;
    private final String csrf;
    private final @Nullable Visitor visitor;
    private final Assets assets;
    private final List<String> languages;

    Page(
            Messages messages,
            Locale locale,
            String path,
            boolean demo,
            String csrf,
            @Nullable Visitor visitor,
            Assets assets,
            List<String> languages) {
        this.messages = messages;
        this.locale = locale;
        this.path = path;
        this.demo = demo;
        this.csrf = csrf;
        this.visitor = visitor;
        this.assets = assets;
        this.languages = List.copyOf(languages);
    }

    /** The text of a message with {@code {0}}, {@code {1}} … replaced. */
    public String t(String key, Object... arguments) {
        return messages.text(locale, key, arguments);
    }

    /** The text about so many, which are its {@code {0}}. The one about a single one has {@code -one} after its key. */
    public String many(String key, long count) {
        return t(count == 1 ? key + "-one" : key, count);
    }

    public String t(LocalizedText text) {
        return text.in(locale);
    }

    /** 22 November 2026, or 22 de noviembre de 2026. */
    public String date(LocalDate date) {
        return messages.date(locale, date);
    }

    /** The day in Belize on which an instant lies. */
    public String date(Instant instant) {
        return date(LocalDate.ofInstant(instant, Country.ZONE));
    }

    /** A day as far as it is known: 17 February 1964, February 1964, or 1964. */
    public String known(String day) {
        return messages.known(locale, day);
    }

    /** Tuesday 24 November 2026. */
    public String day(LocalDate date) {
        return messages.day(locale, date);
    }

    /** Friday 20 November 2026, 4:12 pm, in Belize's time. */
    public String dateTime(Instant instant) {
        return messages.dateTime(locale, instant);
    }

    public Locale locale() {
        return locale;
    }

    public String language() {
        return locale.getLanguage();
    }

    /** The other languages this page can be read in, as links to itself. */
    public List<Link> otherLanguages() {
        return languages.stream()
                .filter(l -> !l.equals(locale.getLanguage()))
                .map(l -> new Link(
                        "/web/language?to=" + l + "&back=" + Urls.encode(path),
                        messages.text(Locale.of(l), "web.language")))
                .toList();
    }

    /** The path and query of this page. */
    public String path() {
        return path;
    }

    public boolean demo() {
        return demo;
    }

    /** The anti-forgery token that each form posts as {@code _csrf}. */
    public String csrf() {
        return csrf;
    }

    public @Nullable Visitor visitor() {
        return visitor;
    }

    /** The address of an asset, with its digest, so that it can be cached for ever. */
    public String asset(String name) {
        return assets.address(name);
    }
}
