package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Bars somebody from driving, and lifts that again; he is told of both. */
@Component
class ChangeDriver {
    private final Register register;
    private final Notices notices;
    private final Audit audit;

    ChangeDriver(Register register, Notices notices, Audit audit) {
        this.register = register;
        this.notices = notices;
        this.audit = audit;
    }

    @Transactional
    public void bar(Actor officer, PersonNumber driver, Bar bar, String reference, Span valid, String why) {
        Change change = begin(officer, driver, why);
        register.bar(change, driver, bar, reference, List.of(), valid);
        tell(change, driver, "transport.notice.barred", reference, why);
    }

    /**
     * Ends a bar.
     *
     * @param never whether it never was right, so that it is taken back from its beginning
     * @throws Problem CONFLICT when there is none of this reference
     */
    @Transactional
    public void lift(Actor officer, PersonNumber driver, String reference, boolean never, String why) {
        Change change = begin(officer, driver, why);
        if (!register.lift(change, driver, reference, Span.from(never ? Instant.EPOCH : change.at()))) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.not-noted");
        }
        tell(change, driver, "transport.notice.lifted", reference, why);
    }

    private void tell(Change change, PersonNumber driver, String template, String reference, String why) {
        notices.send(new Notice(
                "transport/bar/" + change.id(),
                driver,
                template,
                Map.of("reference", reference, "message", why),
                null));
    }

    private Change begin(Actor officer, PersonNumber driver, String why) {
        Change change = register.change(Origin.of(officer, null, why), driver.digits());
        audit.record(officer.doesFor(
                RegisterController.AGENCY,
                AuditEvent.REGISTER_CHANGED,
                driver,
                null,
                null,
                Map.of("record", "driver", "change", Long.toString(change.id()))));
        return change;
    }
}
