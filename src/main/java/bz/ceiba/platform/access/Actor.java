package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.io.Serializable;
import java.util.HashMap;
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
 * @param actingFor the person or company on whose behalf he acts, or null
 */
public record Actor(
        String number,
        String name,
        Assurance assurance,
        List<Appointment> roles,
        @Nullable Represented actingFor) implements Serializable {
    /** A role in an agency. */
    public record Appointment(String agency, Role role) implements Serializable {}

    /**
     * The person or company for whom somebody acts.
     *
     * @param mandates that let him, as they are now
     */
    public record Represented(String number, String name, List<Mandate> mandates) implements Serializable {
        public Represented {
            mandates = mandates == null ? List.of() : List.copyOf(mandates);
        }

        Represented(String number, String name) {
            this(number, name, List.of());
        }

        public boolean isCompany() {
            return mandates.stream().anyMatch(Mandate::company);
        }

        /** Whether what he may do covers the matter. */
        public boolean mayIn(Matter matter) {
            return mandates.stream().anyMatch(mandate -> mandate.covers(matter));
        }

        /** Whether he reads its messages: a company's and a minor's reach nobody else. */
        public boolean readsInbox() {
            return mandates.stream()
                    .filter(mandate -> mandate.covers(Matter.ALL))
                    .anyMatch(mandate -> switch (mandate.ground()) {
                        case PARENT, COURT, OFFICER -> true;
                        case DELEGATION, ASSISTANT -> false;
                    });
        }

        /** Whether another one has to confirm what he does in the matter. */
        public boolean needsAnother(Matter matter) {
            return mandates.stream()
                    .filter(mandate -> mandate.covers(matter))
                    .allMatch(one -> one.needsAnother(matter));
        }
    }

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

    /** Whose messages he reads: his own, or those of the child, ward or company for whom he acts. */
    public PersonNumber inbox() {
        return actingFor != null && actingFor.readsInbox() ? subject() : person();
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

    /** Whether what he may do covers the matter; whoever acts for himself may do everything. */
    public boolean mayIn(Matter matter) {
        return actingFor == null || actingFor.mayIn(matter);
    }

    /** An audit entry of what this actor does for himself or the one he represents, then with the ground on which he does. */
    public AuditEntry does(AuditEvent event, @Nullable CaseNumber caseNumber, Map<String, String> detail) {
        if (actingFor == null || actingFor.mandates().isEmpty()) {
            return new AuditEntry(event, number, name, null, subject(), caseNumber, null, detail);
        }
        Map<String, String> all = new HashMap<>(detail);
        all.put("ground", actingFor.mandates().getFirst().ground().name());
        return new AuditEntry(event, number, name, null, subject(), caseNumber, null, all);
    }

    /** An audit entry of what this actor does for an agency, about nobody and in no case. */
    public AuditEntry doesFor(String agency, AuditEvent event, Map<String, String> detail) {
        return doesFor(agency, event, null, null, null, detail);
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
