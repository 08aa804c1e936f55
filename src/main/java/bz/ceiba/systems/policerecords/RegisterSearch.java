package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The registrar's search; each is in the log, also one that finds nothing. */
@Component
class RegisterSearch {
    private static final int MOST_FOUND = 50;

    private final Register register;
    private final Audit audit;

    RegisterSearch(Register register, Audit audit) {
        this.register = register;
        this.audit = audit;
    }

    /** Records by number, else by the court's reference, else by name, the likeliest first; at most 50. */
    List<PersonEntry> find(Actor registrar, String name, String number, String reference) {
        Optional<PersonNumber> person = PersonNumber.parse(number);
        Map<Long, PersonEntry> found = new LinkedHashMap<>();
        person.ifPresent(n -> register.byNumber(n).forEach(p -> found.put(p.id(), p)));
        if (!reference.isEmpty()) {
            register.byReference(reference).forEach(p -> found.put(p.id(), p));
        }
        if (!name.isEmpty()) {
            Matching.byName(name, register.named(name)).stream()
                    .limit(MOST_FOUND)
                    .forEach(p -> found.put(p.id(), p));
        }
        audit.record(registrar.doesFor(
                KeepRegister.AGENCY,
                AuditEvent.REGISTER_READ,
                person.orElse(null),
                null,
                null,
                Map.of(
                        "search",
                        person.isPresent() ? "number" : reference.isEmpty() ? "name" : "reference",
                        "found",
                        Integer.toString(found.size()))));
        return found.values().stream().limit(MOST_FOUND).toList();
    }
}
