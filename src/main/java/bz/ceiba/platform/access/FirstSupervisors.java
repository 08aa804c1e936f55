package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where nobody supervises the top agency nobody can appoint anybody: then, and only then, the operator's setting names who does, for
 * thirty days. It names two at least, because one alone could agree to nothing.
 */
@Component
class FirstSupervisors {
    private static final Logger LOG = LoggerFactory.getLogger(FirstSupervisors.class);
    private static final int DAYS = 30;

    private final AccessSettings settings;
    private final Tenures tenures;
    private final Officers officers;
    private final ConsentChannel register;
    private final Audit audit;

    FirstSupervisors(
            AccessSettings settings, Tenures tenures, Officers officers, ConsentChannel register, Audit audit) {
        this.settings = settings;
        this.tenures = tenures;
        this.officers = officers;
        this.register = register;
        this.audit = audit;
    }

    @EventListener(ApplicationReadyEvent.class)
    @Transactional
    public void appointIfNobodySupervises() {
        if (settings.firstSupervisors().isEmpty()) {
            return;
        }
        String agency = settings.topAgency();
        tenures.lock(agency);
        if (!officers.of(agency, Role.SUPERVISOR).isEmpty()) {
            LOG.info(
                    "ceiba.access.first-supervisors changes nothing: the top agency has a supervisor. Remove the setting.");
            return;
        }
        Map<PersonNumber, String> staff = register.staff(settings.firstSupervisors().stream()
                .flatMap(number -> PersonNumber.parse(number).stream())
                .distinct()
                .toList());
        if (staff.size() < 2 || staff.size() < settings.firstSupervisors().size()) {
            LOG.error(
                    "ceiba.access.first-supervisors needs two people whom the register has as staff; nobody was appointed");
            return;
        }
        LocalDate to = tenures.today().plusDays(DAYS);
        staff.forEach((person, name) -> appoint(person, name, agency, to));
        LOG.warn(
                "ceiba.access.first-supervisors: {} supervisors of the top agency were appointed until {}",
                staff.size(),
                to);
    }

    private void appoint(PersonNumber person, String name, String agency, LocalDate to) {
        Actor.Appointment post = new Actor.Appointment(agency, Role.SUPERVISOR);
        tenures.add(person, name, post, tenures.today(), to, null, Tenure.State.HELD);
        audit.record(new AuditEntry(
                AuditEvent.APPOINTMENT_MADE,
                AuditEntry.SYSTEM,
                null,
                agency,
                person,
                null,
                null,
                Map.of("role", Role.SUPERVISOR.name(), "to", to.toString(), "by", "ceiba.access.first-supervisors")));
    }
}
