package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Which agency may ask which for what: for everybody to read. */
@Controller
@PublicPage
class AgreementsController {
    private final Agreements agreements;
    private final Country country;
    private final Clock clock;

    AgreementsController(Agreements agreements, Country country, Clock clock) {
        this.agreements = agreements;
        this.country = country;
        this.clock = clock;
    }

    @GetMapping("/exchange/agreements")
    Html agreements() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        return Html.of("exchange/agreements")
                .with("agreements", agreements)
                .with("country", country)
                .with(
                        "inForce",
                        agreements.all().stream()
                                .filter(a -> a.isInForce(today))
                                .toList());
    }
}
