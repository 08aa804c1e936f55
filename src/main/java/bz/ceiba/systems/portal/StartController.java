package bz.ceiba.systems.portal;

import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The door: what one can do here, a search, and the pages that explain the site. */
@Controller
@PublicPage
class StartController {
    private static final Set<String> ABOUT = Set.of("help", "privacy", "accessibility");
    private static final int LONGEST_SEARCH = 200;

    private final Services services;
    private final Country country;
    private final Clock clock;
    private final ObjectProvider<Navigation> navigation;

    StartController(Services services, Country country, Clock clock, ObjectProvider<Navigation> navigation) {
        this.services = services;
        this.country = country;
        this.clock = clock;
        this.navigation = navigation;
    }

    @GetMapping("/")
    Html start() {
        return Html.of("portal/start")
                .with("entries", entries(services.published()))
                .with(
                        "doors",
                        navigation
                                .orderedStream()
                                .flatMap(room -> room.doors().stream())
                                .toList());
    }

    @GetMapping("/portal/search")
    Html search(@RequestParam(defaultValue = "") String q, Locale locale) {
        String wanted = q.length() > LONGEST_SEARCH ? q.substring(0, LONGEST_SEARCH) : q;
        List<String> words = List.of(plain(wanted).split("\\W+", -1)).stream()
                .filter(word -> !word.isEmpty())
                .toList();
        List<ServiceDefinition> found = services.published().stream()
                .filter(service -> {
                    String text = plain(
                            service.title().in(locale) + " " + service.summary().in(locale) + " "
                                    + service.title().in(Locale.ENGLISH));
                    return words.stream().allMatch(text::contains);
                })
                .toList();
        return Html.of("portal/search").with("q", wanted).with("entries", entries(found));
    }

    /** Small letters without accents. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    private List<ServiceEntry> entries(List<ServiceDefinition> definitions) {
        LocalDate today = Country.today(clock);
        return definitions.stream()
                .filter(service -> !service.byOffice())
                .map(service -> new ServiceEntry(
                        service,
                        Optional.ofNullable(service.startFee())
                                .flatMap(fee -> country.fee(fee, today))
                                .map(fee -> Money.ofCents(fee.cents()))
                                .orElse(Money.ZERO)))
                .toList();
    }

    @GetMapping("/portal/{about}")
    Html about(@PathVariable String about) {
        if (!ABOUT.contains(about)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        return Html.of("portal/about").with("about", about);
    }
}
