package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Page;
import bz.ceiba.platform.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/** Leaves in the request how to find what the page's header shows of the one who is signed in; only pages ask for it. */
@Component
class Visitors {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH);

    private final Visits visits;
    private final Country country;
    private final Messages messages;
    private final LocaleResolver locales;
    private final ObjectProvider<Navigation> navigation;
    private final Clock clock;

    Visitors(
            Visits visits,
            Country country,
            Messages messages,
            LocaleResolver locales,
            ObjectProvider<Navigation> navigation,
            Clock clock) {
        this.visits = visits;
        this.country = country;
        this.messages = messages;
        this.locales = locales;
        this.navigation = navigation;
        this.clock = clock;
    }

    void introduce(HttpServletRequest request) {
        Supplier<Page.@Nullable Visitor> visitor = () -> visits.of(request)
                .map(visit -> visitor(visit, locales.resolveLocale(request)))
                .orElse(null);
        request.setAttribute(Pages.VISITOR, visitor);
    }

    private Page.Visitor visitor(Visit visit, Locale locale) {
        Instant now = clock.instant();
        Actor actor = visit.actor(now);
        List<Page.Link> links = navigation
                .orderedStream()
                .flatMap(room -> room.links(actor).stream())
                .map(link -> new Page.Link(link.href(), messages.text(locale, link.text())))
                .toList();
        String actingFor = actor.actingFor() == null ? null : MandateWords.band(actor.actingFor(), messages, locale);
        return new Page.Visitor(
                actor.name(), desk(actor, locale), links, actingFor, emergency(visit.lentAt(now), actor, locale));
    }

    /** What is said of an office that is lent, for as long as it can be used. */
    private @Nullable String emergency(List<Emergency.Lent> lent, Actor actor, Locale locale) {
        return lent.isEmpty() || actor.actingFor() != null
                ? null
                : lent.stream()
                        .map(one -> messages.text(
                                locale,
                                "access.emergency.band",
                                messages.text(
                                        locale, "access.role." + one.post().role()),
                                country.nameOf(one.post().agency()).in(locale),
                                TIME.format(one.until().atZone(Country.ZONE)).toLowerCase(Locale.ROOT)))
                        .collect(Collectors.joining(" "));
    }

    private @Nullable String desk(Actor actor, Locale locale) {
        return actor.isStaff() && actor.actingFor() == null
                ? country.nameOf(actor.roles().getFirst().agency()).in(locale)
                : null;
    }
}
