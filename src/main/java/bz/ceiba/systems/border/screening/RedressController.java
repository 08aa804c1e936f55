package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.platform.web.Typed;
import bz.ceiba.systems.border.IcaoStates;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    private static final int LONGEST_NAME = 100;
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
        Typed typed = new Typed(posted, messages, locale, "border.redress.wrong.");
        String family = typed.text("family", LONGEST_NAME, true);
        String given = typed.text("given", LONGEST_NAME, false);
        LocalDate born = typed.date("born", true, Country.today(clock));
        String nationality = typed.one("nationality", IcaoStates.states(locale), "nationality");
        String document = typed.text("document");
        if (!document.matches("[A-Za-z0-9 -]{4,20}")) {
            typed.wrong("document", "document");
        }
        String story = typed.text("story", LONGEST, true);
        if (born == null || !typed.isRight()) {
            return page(typed.values(), typed.errors());
        }
        Traveller traveller = new Traveller(
                "redress",
                family,
                given,
                born.toString(),
                "",
                nationality,
                "P",
                nationality,
                document.toUpperCase(Locale.ROOT),
                "",
                null,
                null,
                new Journey("", "", "", "", "", "", 0, 0, clock.instant()));
        return Html.of("border/redress").with("number", redress.ask(traveller, story, locale));
    }

    /** Both must belong together; which of them is wrong is not told. */
    @PostMapping(PATH + "/answer")
    Html answer(@RequestParam Map<String, String> posted, HttpServletRequest request, Locale locale) {
        limits.count(
                "border/redress-answer/" + RateLimits.address(request.getRemoteAddr()), AN_HOUR, Duration.ofHours(1));
        Typed typed = new Typed(posted, messages, locale, "border.redress.wrong.");
        LocalDate born = typed.date("numberBorn", false, Country.today(clock));
        return Optional.ofNullable(born)
                .flatMap(day -> redress.find(typed.text("number"), day.toString()))
                .map(found ->
                        Html.of("border/redress").with("answer", found.answer() == null ? "OPEN" : found.answer()))
                .orElseGet(() ->
                        page(typed.values(), Map.of("number", messages.text(locale, "border.redress.wrong.number"))));
    }
}
