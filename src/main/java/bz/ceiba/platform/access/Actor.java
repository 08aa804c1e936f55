package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. Controllers take it as a parameter.
 *
 * @param number the identity number of the one at the keyboard
 * @param name as he writes it
 * @param assurance how sure we are that it is he
 * @param roles what he is, and where; empty for a citizen
 * @param actingFor the person on whose behalf he acts, with his consent, or null
 */
public record Actor(
        String number,
        String name,
        Assurance assurance,
        List<Appointment> roles,
        @Nullable Represented actingFor) implements Serializable {
    /** A role in an agency. */
    public record Appointment(String agency, Role role) implements Serializable {}

    /** The person for whom somebody acts. */
    public record Represented(String number, String name) implements Serializable {}

    public Actor {
        roles = List.copyOf(roles);
    }

    /** The one at the keyboard. */
    public PersonNumber person() {
        return new PersonNumber(number);
    }

    /** The person whose affairs these are: the one represented, else the one at the keyboard. */
    public PersonNumber subject() {
        return new PersonNumber(actingFor == null ? number : actingFor.number());
    }

    public String subjectName() {
        return actingFor == null ? name : actingFor.name();
    }

    public boolean isStaff() {
        return !roles.isEmpty();
    }

    public boolean holds(Role role, String agency) {
        return roles.contains(new Appointment(agency, role));
    }

    /** The first agency in which the actor holds the role. */
    public Optional<String> agencyAs(Role role) {
        return roles.stream()
                .filter(appointment -> appointment.role() == role)
                .map(Appointment::agency)
                .findFirst();
    }

    /** An audit entry of what this actor does for himself or the one he represents. */
    public AuditEntry does(AuditEvent event, @Nullable CaseNumber caseNumber, Map<String, String> detail) {
        return new AuditEntry(event, number, name, null, subject(), caseNumber, null, detail);
    }

    /** An audit entry of what this actor does to another's data for an agency. */
    public AuditEntry doesFor(
            String agency,
            AuditEvent event,
            @Nullable PersonNumber about,
            @Nullable CaseNumber caseNumber,
            @Nullable String purpose,
            Map<String, String> detail) {
        return new AuditEntry(event, number, name, agency, about, caseNumber, purpose, detail);
    }
}
