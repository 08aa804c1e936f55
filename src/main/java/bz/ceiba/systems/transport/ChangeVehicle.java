package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an officer makes known of a vehicle without a case: a theft, a lien, an order, that it left the roads. */
@Component
class ChangeVehicle {
    private final Register register;
    private final Audit audit;

    ChangeVehicle(Register register, Audit audit) {
        this.register = register;
        this.audit = audit;
    }

    /** Notes something against it. */
    @Transactional
    public void mark(Actor officer, Vehicle vehicle, Marker marker, String reference, Instant from, String why) {
        Change change = begin(officer, vehicle, why);
        register.mark(change, vehicle, marker, reference, RegisterController.AGENCY, Span.from(from));
    }

    /**
     * What was noted ends now.
     *
     * @throws Problem CONFLICT when it is not noted
     */
    @Transactional
    public void unmark(Actor officer, Vehicle vehicle, Marker marker, String reference, String why) {
        Change change = begin(officer, vehicle, why);
        if (!register.unmark(change, vehicle, marker, reference, Span.from(change.at()))) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.not-noted");
        }
    }

    /** It is insured, inspected or taxed for a time. */
    @Transactional
    public void cover(Actor officer, Vehicle vehicle, Cover cover, String reference, Span valid, String why) {
        Change change = begin(officer, vehicle, why);
        register.cover(change, vehicle, cover, reference, RegisterController.AGENCY, valid);
    }

    /** Its state from an instant on; with its end on the roads its plate is free again. */
    @Transactional
    public void state(Actor officer, Vehicle vehicle, VehicleState state, Instant from, String why) {
        Change change = begin(officer, vehicle, why);
        register.state(change, vehicle, state, Span.from(from));
        if (state.isEnd()) {
            register.free(change, vehicle, Span.from(from));
        }
    }

    private Change begin(Actor officer, Vehicle vehicle, String why) {
        Change change = register.change(Origin.of(officer, null, why), vehicle.chassis());
        Keeper keeper = register.now(vehicle).keeper();
        audit.record(officer.doesFor(
                RegisterController.AGENCY,
                AuditEvent.REGISTER_CHANGED,
                keeper == null || keeper.number().isEmpty() ? null : new PersonNumber(keeper.number()),
                null,
                null,
                Map.of("record", vehicle.chassis(), "change", Long.toString(change.id()))));
        return change;
    }
}
