package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;

/** Writes refusals from places that no controller advice reaches: filters, and handlers that are no methods. */
@Component
class Refusals {
    private final Problems problems;
    private final Messages messages;
    private final LocaleResolver locales;

    Refusals(Problems problems, Messages messages, LocaleResolver locales) {
        this.problems = problems;
        this.messages = messages;
        this.locales = locales;
    }

    void write(Problem.Kind kind, String key, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // Before the dispatcher the request does not know yet how its language is found.
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, locales);
        Locale locale = locales.resolveLocale(request);
        problems.write(
                kind.status(),
                key,
                messages.text(locale, key + ".title", Map.of()),
                messages.text(locale, key + ".detail", kind == Problem.Kind.TOO_LARGE ? problems.tooLarge() : Map.of()),
                List.of(),
                request,
                response);
    }

    /** Whether the caller is a person at a browser and not a program. */
    static boolean isBrowser(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }
}
