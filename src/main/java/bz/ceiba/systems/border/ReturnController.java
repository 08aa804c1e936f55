package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Coming back: by the link, by the code, and with the number of a passport on another device. */
@Controller
@PublicPage
class ReturnController {
    private static final Pattern EMAIL =
            Pattern.compile("[^\\p{Cntrl}\\s@]{1,64}@[^\\p{Cntrl}\\s@]{1,180}\\.[^\\p{Cntrl}\\s@.]{2,24}");
    private static final int MOST_MAILS = 3;

    private final OpenDraft open;
    private final Notices notices;
    private final RateLimits limits;
    private final Messages messages;
    private final Clock clock;
    private final String baseUrl;

    ReturnController(
            OpenDraft open,
            Notices notices,
            RateLimits limits,
            Messages messages,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.open = open;
        this.notices = notices;
        this.limits = limits;
        this.messages = messages;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /** By the code that somebody kept. */
    @PostMapping(DeclareController.PATH + "/back")
    String back(@RequestParam(defaultValue = "") String code, HttpServletRequest request) {
        return "redirect:" + DeclareController.PATH + "/"
                + open.code(code, request).text();
    }

    @GetMapping(DeclareController.PATH + "/{code}")
    Object enter(
            @PathVariable String code,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Actor actor) {
        ReturnCode key = open.code(code, request);
        return open.opened(key, request, response, actor)
                .<Object>map(draft ->
                        DeclareController.to(key, draft.declaration() == null ? DeclareController.REVIEW : "done"))
                .orElseGet(() -> Html.of("border/declare-unlock").with("code", key.text()));
    }

    @PostMapping(DeclareController.PATH + "/{code}")
    Object unlock(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String number,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        ReturnCode key = open.code(code, request);
        if (open.unlock(open.any(key, request), number, request, response)) {
            return "redirect:" + DeclareController.PATH + "/" + key.text();
        }
        return Html.of("border/declare-unlock")
                .with("code", key.text())
                .with("errors", Map.of("number", messages.text(locale, "border.declare.unlock.wrong")))
                .status(422);
    }

    @GetMapping(DeclareController.PATH + "/{code}/later")
    Html later(OwnDraft own) {
        return page(own);
    }

    private Html page(OwnDraft own) {
        return Html.of("border/declare-later")
                .with("code", own.code().text())
                .with(
                        "link",
                        baseUrl + DeclareController.PATH + "/" + own.code().text())
                .with("until", own.draft().expiresAt());
    }

    /** Sends the link. The address is not kept. */
    @PostMapping(DeclareController.PATH + "/{code}/later")
    Html mail(OwnDraft own, @RequestParam(defaultValue = "") String email, Locale locale) {
        String address = email.strip();
        if (!EMAIL.matcher(address).matches()) {
            return page(own)
                    .with("errors", Map.of("email", messages.text(locale, "border.declare.later.wrong")))
                    .status(422);
        }
        limits.count("border-mail:" + own.draft().id(), MOST_MAILS, Duration.ofHours(1));
        limits.count("border-mail-to:" + address.toLowerCase(Locale.ROOT), MOST_MAILS, Duration.ofHours(1));
        notices.sendLink(
                address,
                messages.text(locale, "border.declare.mail.subject"),
                messages.text(
                        locale,
                        "border.declare.mail.text",
                        Map.of(
                                "link",
                                baseUrl + DeclareController.PATH + "/"
                                        + own.code().text(),
                                "code",
                                own.code().text())),
                clock.instant().plus(Duration.ofDays(1)));
        return page(own).with("sent", true);
    }
}
