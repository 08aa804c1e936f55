package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** "I am stopped each time": for everybody, without an account. */
@Controller
@PublicPage
class RedressController {
    static final String PATH = "/border/redress";
    private static final int LONGEST = 2_000;
    private static final int AN_HOUR = 20;

    private final Redress redress;
    private final RateLimits limits;
    private final Messages messages;
    private final Clock clock;

    RedressController(Redress redress, RateLimits limits, Messages messages, Clock clock) {
        this.redress = redress;
        this.limits = limits;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping(PATH)
    Html form() {
        return page(Map.of(), Map.of());
    }

    private static Html page(Map<String, String> values, Map<String, String> errors) {
        return Html.of("border/redress").with("values", values).errors(errors);
    }

    @PostMapping(PATH)
    Html ask(@RequestParam Map<String, String> posted, HttpServletRequest request, Locale locale) {
        limits.count("border/redress/" + RateLimits.address(request.getRemoteAddr()), AN_HOUR, Duration.ofHours(1));
        Map<String, String> values = new LinkedHashMap<>();
        posted.forEach((name, value) -> values.put(name, value.strip()));
        Map<String, String> errors = new LinkedHashMap<>();
        check(values, errors, "family", ".{1,100}", locale);
        check(values, errors, "given", ".{0,100}", locale);
        check(values, errors, "born", "(19|20)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])", locale);
        check(values, errors, "nationality", "[A-Za-z]{3}", locale);
        check(values, errors, "document", "[A-Za-z0-9 -]{4,20}", locale);
        if (values.getOrDefault("story", "").isEmpty()
                || values.getOrDefault("story", "").length() > LONGEST) {
            errors.put("story", messages.text(locale, "border.redress.wrong.story"));
        }
        if (!errors.isEmpty()) {
            return page(values, errors);
        }
        String nationality = values.getOrDefault("nationality", "").toUpperCase(Locale.ROOT);
        String number = redress.ask(
                new Traveller(
                        "redress",
                        values.getOrDefault("family", ""),
                        values.getOrDefault("given", ""),
                        values.getOrDefault("born", ""),
                        "",
                        nationality,
                        "P",
                        nationality,
                        values.getOrDefault("document", "").toUpperCase(Locale.ROOT),
                        "",
                        null,
                        null,
                        new Journey("", "", "", "", "", "", 0, 0, clock.instant())),
                values.getOrDefault("story", ""),
                locale);
        return Html.of("border/redress").with("number", number);
    }

    private void check(
            Map<String, String> values, Map<String, String> errors, String name, String form, Locale locale) {
        if (!values.getOrDefault(name, "").matches(form)) {
            errors.put(name, messages.text(locale, "border.redress.wrong." + name));
        }
    }

    /** Both must belong together; which of them is wrong is not told. */
    @PostMapping(PATH + "/answer")
    Html answer(@RequestParam Map<String, String> posted, HttpServletRequest request, Locale locale) {
        limits.count(
                "border/redress-answer/" + RateLimits.address(request.getRemoteAddr()), AN_HOUR, Duration.ofHours(1));
        return redress.find(
                        posted.getOrDefault("number", ""),
                        posted.getOrDefault("numberBorn", "").strip())
                .map(found ->
                        Html.of("border/redress").with("answer", found.answer() == null ? "OPEN" : found.answer()))
                .orElseGet(() -> page(posted, Map.of("number", messages.text(locale, "border.redress.wrong.number"))));
    }
}
