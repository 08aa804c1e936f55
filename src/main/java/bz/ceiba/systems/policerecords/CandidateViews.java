package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Shows officers what the register says of a case's candidates, and notes that they saw it. */
@Component
class CandidateViews {
    private final Screenings screenings;
    private final Register register;
    private final Disclosure disclosure;
    private final Audit audit;
    private final Clock clock;

    CandidateViews(Screenings screenings, Register register, Disclosure disclosure, Audit audit, Clock clock) {
        this.screenings = screenings;
        this.register = register;
        this.disclosure = disclosure;
        this.audit = audit;
        this.clock = clock;
    }

    /** The candidates of a case; each is noted as read, since it may be somebody else's record. */
    List<CandidateView> of(CaseFile file, Actor officer) {
        LocalDate today = Country.today(clock);
        List<CandidateView> views = new ArrayList<>();
        for (Screened screened : screenings.of(file.number())) {
            PersonEntry person = register.find(screened.person())
                    .orElseThrow(() -> new IllegalStateException("record " + screened.person() + " is gone"));
            views.add(view(screened, person, today));
            read(officer, file, person);
        }
        return views;
    }

    boolean isCandidate(CaseFile file, long person) {
        return screenings.of(file.number()).stream().anyMatch(c -> c.person() == person);
    }

    void read(Actor officer, CaseFile file, PersonEntry person) {
        audit.record(officer.doesFor(
                file.agency(),
                AuditEvent.REGISTER_READ,
                person.number(),
                file.number(),
                file.form().path("purpose").asString(""),
                Map.of("record", person.recordNumber())));
    }

    private CandidateView view(Screened screened, PersonEntry person, LocalDate today) {
        List<Conviction> open = disclosure.open(person, register.convictions(person.id()), today);
        Map<Long, Boolean> spent = open.stream()
                .map(Conviction::id)
                .collect(Collectors.toMap(Function.identity(), id -> open.stream()
                        .anyMatch(c -> c.id() == id && disclosure.isSpent(c, open, today))));
        return new CandidateView(
                person, screened.score(), screened.reasons(), open, spent, screened.judgement(), screened.unjudged());
    }
}
