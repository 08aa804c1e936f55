package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The theory test on the screen of a centre: the invigilator's code opens it, so nobody signs in there. */
@Controller
@PublicPage
class TheoryController {
    static final String PATH = "/transport/theory";
    private static final int WRONG = 60;

    private final TheoryTests tests;
    private final RateLimits limits;
    private final Messages messages;
    private final Clock clock;

    TheoryController(TheoryTests tests, RateLimits limits, Messages messages, Clock clock) {
        this.tests = tests;
        this.limits = limits;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping(PATH)
    Html code() {
        return enter("", Map.of());
    }

    private Html enter(String typed, Map<String, String> errors) {
        return Html.of("transport/theory")
                .with("rules", tests.bank().rules())
                .with("typed", typed)
                .errors(errors);
    }

    @PostMapping(PATH)
    Object open(@RequestParam(defaultValue = "") String code, Locale locale, HttpServletRequest request) {
        Optional<TheoryTest> test = find(code, request);
        if (test.isEmpty()) {
            return enter(code, Map.of("code", messages.text(locale, "transport.theory.wrong-code")));
        }
        tests.begin(test.get());
        return "redirect:" + PATH + "/" + code.replaceAll("[^A-Za-z0-9]", "") + "/1";
    }

    private Optional<TheoryTest> find(String code, HttpServletRequest request) {
        Optional<TheoryTest> test = tests.byCode(code);
        if (test.isEmpty()) {
            limits.count("theory:" + RateLimits.address(request.getRemoteAddr()), WRONG, Duration.ofMinutes(10));
        }
        return test;
    }

    @GetMapping(PATH + "/{code}/{n}")
    Html question(@PathVariable String code, @PathVariable int n, HttpServletRequest request) {
        return page(code, n, require(code, request), Map.of());
    }

    private Html page(String code, int n, TheoryTest test, Map<String, String> errors) {
        if (test.outcome() != TheoryTest.Outcome.RUNNING) {
            return Html.of("transport/theory-result")
                    .with("test", test)
                    .with("questions", tests.bank().rules().questions());
        }
        List<AskedQuestion> questions = tests.questions(test);
        if (n < 1 || n > questions.size() + 1) {
            throw new Problem(Problem.Kind.NOT_FOUND, "transport.problem.unknown");
        }
        if (n == questions.size() + 1) {
            return Html.of("transport/theory-hand-in")
                    .with("code", code)
                    .with("left", left(test))
                    .with("questions", questions);
        }
        return Html.of("transport/theory-question")
                .with("code", code)
                .with("left", left(test))
                .with("question", questions.get(n - 1))
                .with("count", questions.size())
                .errors(errors);
    }

    /** Whole minutes that are left, the last one as 1. */
    private String left(TheoryTest test) {
        Duration left = Duration.between(
                clock.instant(), Optional.ofNullable(test.endsAt()).orElseThrow());
        return String.valueOf(left.toMinutes() + 1);
    }

    @PostMapping(PATH + "/{code}/{n}")
    Object answer(
            @PathVariable String code,
            @PathVariable int n,
            @RequestParam(defaultValue = "-1") int option,
            Locale locale,
            HttpServletRequest request) {
        TheoryTest test = require(code, request);
        if (test.outcome() == TheoryTest.Outcome.RUNNING && option < 0) {
            return page(code, n, test, Map.of("option", messages.text(locale, "transport.theory.choose")));
        }
        tests.answer(test, n, option);
        return "redirect:" + PATH + "/" + code + "/" + (n + 1);
    }

    @PostMapping(PATH + "/{code}/hand-in")
    String handIn(@PathVariable String code, HttpServletRequest request) {
        tests.handIn(require(code, request));
        return "redirect:" + PATH + "/" + code + "/1";
    }

    private TheoryTest require(String code, HttpServletRequest request) {
        return find(code, request).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "transport.problem.unknown"));
    }
}
