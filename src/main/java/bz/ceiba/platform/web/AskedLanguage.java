package bz.ceiba.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** The languages that somebody who sent the visitor here says he reads; the visitor's own choice goes first. Kept with his session. */
public final class AskedLanguage {
    private static final String KEY = AskedLanguage.class.getName();
    private static final int LONGEST = 100;

    private AskedLanguage() {}

    /**
     * @param tags of BCP 47, separated by spaces, the best first
     */
    public static void note(HttpServletRequest request, String tags) {
        if (!tags.isBlank() && tags.length() <= LONGEST) {
            request.getSession().setAttribute(KEY, tags);
        }
    }

    /** The languages, the best first; none when nobody asked. */
    static Stream<String> of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object tags = session == null ? null : session.getAttribute(KEY);
        return tags instanceof String text
                ? Arrays.stream(text.split(" +"))
                        .map(tag -> Locale.forLanguageTag(tag).getLanguage())
                : Stream.empty();
    }
}
