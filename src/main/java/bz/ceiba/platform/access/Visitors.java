package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Page;
import bz.ceiba.platform.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/** Leaves in the request how to find what the page's header shows of the one who is signed in; only pages ask for it. */
@Component
class Visitors {
    private final Visits visits;
    private final Country country;
    private final Messages messages;
    private final LocaleResolver locales;
    private final ObjectProvider<Navigation> navigation;

    Visitors(
            Visits visits,
            Country country,
            Messages messages,
            LocaleResolver locales,
            ObjectProvider<Navigation> navigation) {
        this.visits = visits;
        this.country = country;
        this.messages = messages;
        this.locales = locales;
        this.navigation = navigation;
    }

    void introduce(HttpServletRequest request) {
        Supplier<Page.@Nullable Visitor> visitor = () -> visits.actor(request)
                .map(actor -> visitor(actor, locales.resolveLocale(request)))
                .orElse(null);
        request.setAttribute(Pages.VISITOR, visitor);
    }

    private Page.Visitor visitor(Actor actor, Locale locale) {
        List<Page.Link> links = navigation
                .orderedStream()
                .flatMap(room -> room.links(actor).stream())
                .map(link -> new Page.Link(link.href(), messages.text(locale, link.text())))
                .toList();
        String actingFor = actor.actingFor() == null ? null : MandateWords.band(actor.actingFor(), messages, locale);
        return new Page.Visitor(actor.name(), desk(actor, locale), links, actingFor);
    }

    private @Nullable String desk(Actor actor, Locale locale) {
        return actor.isStaff() && actor.actingFor() == null
                ? country.nameOf(actor.roles().getFirst().agency()).in(locale)
                : null;
    }
}
