package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where nobody supervises the top agency nobody can appoint anybody: then, and only then, the operator's setting names who does, for
 * thirty days.
 */
@Component
class FirstSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(FirstSupervisor.class);
    private static final int DAYS = 30;

    private final AccessSettings settings;
    private final Tenures tenures;
    private final Officers officers;
    private final ConsentChannel register;
    private final Audit audit;

    FirstSupervisor(AccessSettings settings, Tenures tenures, Officers officers, ConsentChannel register, Audit audit) {
        this.settings = settings;
        this.tenures = tenures;
        this.officers = officers;
        this.register = register;
        this.audit = audit;
    }

    @EventListener(ApplicationReadyEvent.class)
    @Transactional
    public void appointIfNobodySupervises() {
        String named = settings.firstSupervisor();
        if (named == null || named.isBlank()) {
            return;
        }
        String agency = settings.topAgency();
        tenures.lock(agency);
        if (!officers.of(agency, Role.SUPERVISOR).isEmpty()) {
            LOG.info(
                    "ceiba.access.first-supervisor changes nothing: the top agency has a supervisor. Remove the setting.");
            return;
        }
        PersonNumber person = PersonNumber.parse(named).orElse(null);
        String name = person == null ? null : register.staff(List.of(person)).get(person);
        if (person == null || name == null) {
            LOG.error(
                    "ceiba.access.first-supervisor names nobody whom the register has as staff; nobody was appointed");
            return;
        }
        LocalDate today = tenures.today();
        LocalDate to = today.plusDays(DAYS);
        tenures.add(person, name, new Actor.Appointment(agency, Role.SUPERVISOR), today, to, null, Tenure.State.HELD);
        audit.record(new AuditEntry(
                AuditEvent.APPOINTMENT_MADE,
                AuditEntry.SYSTEM,
                null,
                agency,
                person,
                null,
                null,
                Map.of("role", Role.SUPERVISOR.name(), "to", to.toString(), "by", "ceiba.access.first-supervisor")));
        LOG.warn("ceiba.access.first-supervisor: a supervisor of the top agency was appointed until {}", to);
    }
}
