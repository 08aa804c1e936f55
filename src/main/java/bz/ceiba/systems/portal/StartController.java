package bz.ceiba.systems.portal;

import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Page.Link;
import bz.ceiba.platform.web.PublicPage;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private final List<Subject> subjects = Subject.load();

    StartController(Services services, Country country, Clock clock, ObjectProvider<Navigation> navigation) {
        this.services = services;
        this.country = country;
        this.clock = clock;
        this.navigation = navigation;
    }

    @GetMapping("/")
    Html start() {
        return Html.of("portal/start").with("groups", groups());
    }

    private List<ServiceGroup> groups() {
        List<ServiceEntry> entries = entries(services.published());
        List<Link> doors = navigation
                .orderedStream()
                .flatMap(room -> room.doors().stream())
                .toList();
        Set<String> known =
                subjects.stream().flatMap(subject -> subject.rooms().stream()).collect(Collectors.toSet());
        return Stream.concat(
                        subjects.stream()
                                .map(subject -> group(subject.name(), entries, doors, subject.rooms()::contains)),
                        Stream.of(group(null, entries, doors, room -> !known.contains(room))))
                .filter(group -> !group.entries().isEmpty() || !group.doors().isEmpty())
                .toList();
    }

    private static ServiceGroup group(
            @Nullable LocalizedText subject, List<ServiceEntry> entries, List<Link> doors, Predicate<String> rooms) {
        return new ServiceGroup(
                subject,
                entries.stream()
                        .filter(entry -> rooms.test(entry.service().id().replaceFirst("\\..*", "")))
                        .toList(),
                doors.stream()
                        .filter(door -> rooms.test(door.href().replaceFirst("^/([^/?]*).*", "$1")))
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
