package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import java.time.Clock;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The impact assessments, which everybody may read. */
@Controller
class AssessmentsController {
    private final Agreements agreements;
    private final Assessments assessments;
    private final Clock clock;

    AssessmentsController(Agreements agreements, Clock clock) {
        this.agreements = agreements;
        this.assessments = Assessments.load(agreements.catalogue());
        this.clock = clock;
    }

    @PublicPage
    @GetMapping("/exchange/assessments")
    Html list() {
        return Html.of("exchange/assessments")
                .with("assessments", assessments.all())
                .with("agreements", agreements)
                .with("today", Country.today(clock));
    }
}
