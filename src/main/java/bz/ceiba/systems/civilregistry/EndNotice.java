package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Ends a notice whose last day is over; before that, and a second time, it does nothing. */
@Component
class EndNotice {
    private final Intentions intentions;
    private final NameNotices names;
    private final Cases cases;
    private final JsonMapper json;
    private final Clock clock;

    EndNotice(Intentions intentions, NameNotices names, Cases cases, JsonMapper json, Clock clock) {
        this.intentions = intentions;
        this.names = names;
        this.cases = cases;
        this.json = json;
        this.clock = clock;
    }

    void end(CaseNumber number) {
        LocalDate today = Country.today(clock);
        if (intentions
                .until(number)
                .or(() -> names.until(number))
                .filter(today::isAfter)
                .isPresent()) {
            cases.advance(number, "notice-over", json.createObjectNode());
        }
    }
}
