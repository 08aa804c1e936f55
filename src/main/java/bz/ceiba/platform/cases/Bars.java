package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Appointments;
import bz.ceiba.platform.cases.ServiceDefinition.Bar;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Who is too close to an applicant to decide his case, where the definition forbids it. */
@Component
class Bars {
    /** The purpose under which agreements let an agency ask whether an officer is a relative. */
    static final String PURPOSE = "impartiality";

    static final String SERVICE = "identity.relation";
    static final String RELATED = "/related";

    private final Services services;
    private final Appointments appointments;
    private final Exchange exchange;
    private final ObjectProvider<CaseBar> rooms;

    Bars(Services services, Appointments appointments, Exchange exchange, ObjectProvider<CaseBar> rooms) {
        this.services = services;
        this.appointments = appointments;
        this.exchange = exchange;
        this.rooms = rooms;
    }

    /** Whether a room knows that the officer decided before, outside of the case. */
    boolean hasDecidedBefore(Actor officer, CaseFile file) {
        return rooms.stream().anyMatch(bar -> bar.service().equals(file.service()) && bar.bars(officer, file));
    }

    /** Whether the whole agency is barred, because the applicant holds an office in it. */
    boolean isColleaguesCase(CaseFile file) {
        return services.of(file).forbid().contains(Bar.COLLEAGUE)
                && appointments.of(file.person()).stream()
                        .anyMatch(held -> held.agency().equals(file.agency()));
    }

    /**
     * Asks the register of people, where the definition forbids relatives, whether the officer is one of the applicant's.
     * Never in a transaction; the applicant can read that it was asked.
     *
     * @throws Problem FORBIDDEN when he is, or when no agreement lets the agency ask; UNAVAILABLE when nobody answers
     */
    void requireNoRelative(Actor officer, CaseFile file) {
        if (!services.of(file).forbid().contains(Bar.RELATIVE)) {
            return;
        }
        boolean related = exchange.ask(new Question(
                        SERVICE,
                        file.agency(),
                        PURPOSE,
                        file.number(),
                        file.person(),
                        officer.number(),
                        officer.name(),
                        Map.of("other", officer.number())))
                .at(RELATED)
                .asBoolean(true);
        if (related) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.relative");
        }
    }
}
