package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.EffectName;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gives the driver the points of a ticket that stands, and takes them away from one that does not. */
@Component
@EffectName("transport.points")
class CountPoints implements CaseEffect {
    private static final Set<String> STANDS = Set.of("paid", "upheld", "convicted", "appealed", "written-off");

    private final Tickets tickets;
    private final PenaltyPoints points;

    CountPoints(Tickets tickets, PenaltyPoints points) {
        this.tickets = tickets;
        this.points = points;
    }

    @Override
    public void run(CaseFile file) {
        tickets.find(file.number())
                .filter(ticket -> ticket.points() > 0 && ticket.liable().equals(ticket.driver()))
                .ifPresent(ticket -> points.count(ticket, STANDS.contains(file.state())));
    }
}
