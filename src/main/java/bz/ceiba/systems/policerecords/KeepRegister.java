package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a registrar does to the register. Each method is one transaction: the new version, its audit entry, and the search
 * for certificates that are no longer right.
 */
@Component
class KeepRegister {
    static final String AGENCY = "police";

    private final Register register;
    private final Audit audit;
    private final SchedulerClient scheduler;
    private final Clock clock;

    KeepRegister(Register register, Audit audit, SchedulerClient scheduler, Clock clock) {
        this.register = register;
        this.audit = audit;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Opens a record; answers its id. */
    @Transactional
    public long open(Actor registrar, PersonEntry person, String reason) {
        requireOther(registrar, person);
        long id = register.open(person, entry(registrar, reason));
        changed(registrar, person, id, null, "opened");
        return id;
    }

    /**
     * Corrects who a record is about.
     *
     * @throws Problem CONFLICT when somebody has changed it meanwhile; FORBIDDEN for his own record
     */
    @Transactional
    public void correct(Actor registrar, PersonEntry person, String reason) {
        PersonEntry before = require(person.id());
        requireOther(registrar, before);
        requireOther(registrar, person);
        if (!register.correct(person, entry(registrar, reason))) {
            throw new Problem(Problem.Kind.CONFLICT, "policerecords.problem.changed");
        }
        changed(registrar, before, person.id(), null, "corrected");
    }

    /** Adds a conviction; answers its id. */
    @Transactional
    public long add(Actor registrar, Conviction conviction, String reason) {
        PersonEntry person = require(conviction.person());
        requireOther(registrar, person);
        long id = register.add(conviction, entry(registrar, reason));
        changed(registrar, person, person.id(), id, "added");
        return id;
    }

    /**
     * Corrects, annuls or seals a conviction.
     *
     * @param what for the log: corrected, annulled or sealed
     * @throws Problem CONFLICT when somebody has changed it meanwhile; FORBIDDEN for his own record
     */
    @Transactional
    public void correct(Actor registrar, Conviction conviction, String reason, String what) {
        PersonEntry person = require(conviction.person());
        requireOther(registrar, person);
        if (!register.correct(conviction, entry(registrar, reason))) {
            throw new Problem(Problem.Kind.CONFLICT, "policerecords.problem.changed");
        }
        changed(registrar, person, person.id(), conviction.id(), what);
    }

    private PersonEntry require(long person) {
        return register.find(person)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "policerecords.problem.no-record"));
    }

    private static void requireOther(Actor registrar, PersonEntry person) {
        if (registrar.person().equals(person.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "policerecords.problem.own-record");
        }
    }

    private Register.Entry entry(Actor registrar, String reason) {
        return new Register.Entry(clock.instant(), registrar.number(), registrar.name(), reason);
    }

    private void changed(Actor registrar, PersonEntry person, long id, @Nullable Long conviction, String what) {
        Instant now = clock.instant();
        audit.record(registrar.doesFor(
                AGENCY,
                AuditEvent.REGISTER_CHANGED,
                person.number(),
                null,
                null,
                conviction == null
                        ? Map.of("record", PersonEntry.recordNumber(id), "change", what)
                        : Map.of(
                                "record",
                                PersonEntry.recordNumber(id),
                                "conviction",
                                Long.toString(conviction),
                                "change",
                                what)));
        RegisterChanges.schedule(scheduler, id, now);
    }
}
