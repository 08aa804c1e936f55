package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notes which officer has looked at what, for each person whom it is about. */
@Component
class Reads {
    private final Audit audit;

    Reads(Audit audit) {
        this.audit = audit;
    }

    void entry(Actor officer, Entry entry, @Nullable CaseNumber number) {
        record(
                officer,
                entry.persons(),
                entry.event(),
                number,
                Map.of("record", entry.reference().text()));
    }

    /** Notes that a registrar asked of what somebody died. */
    void guarded(Actor officer, Entry entry) {
        record(
                officer,
                entry.persons(),
                entry.event(),
                null,
                Map.of("record", entry.reference().text(), "part", "cause"));
    }

    void notification(Actor officer, Notifications.Notified notified) {
        record(
                officer,
                Set.copyOf(notified.facts().persons()),
                notified.event(),
                null,
                Map.of("record", notified.text()));
    }

    /** Notes that an officer saw what registers say of two who want to marry. */
    void marriage(Actor officer, Intention intention) {
        Set<PersonNumber> about = new LinkedHashSet<>(Set.of(intention.one()));
        Optional.ofNullable(intention.other()).ifPresent(about::add);
        record(
                officer,
                about,
                VitalEvent.MARRIAGE,
                intention.caseNumber(),
                Map.of("record", intention.caseNumber().text()));
    }

    /** Notes that an officer said of which entry a notification is. */
    void linked(Actor officer, Notifications.Notified notified, Entry entry) {
        entry.persons()
                .forEach(person -> audit.record(officer.doesFor(
                        RegisterEntry.AGENCY,
                        AuditEvent.REGISTER_CHANGED,
                        person,
                        null,
                        null,
                        Map.of("record", entry.reference().text(), "notification", notified.text()))));
    }

    /** Notes that an officer looked at a page of an old book, or added one; of whom it is nobody knows by number. */
    void oldPage(Actor officer, AuditEvent event, UUID page) {
        audit.record(officer.doesFor(RegisterEntry.AGENCY, event, Map.of("record", "old-page/" + page)));
    }

    /** Also one that finds nothing. */
    void search(Actor officer, String by, @Nullable PersonNumber person, int found) {
        audit.record(officer.doesFor(
                RegisterEntry.AGENCY,
                AuditEvent.REGISTER_READ,
                person,
                null,
                null,
                Map.of("search", by, "found", Integer.toString(found))));
    }

    private void record(
            Actor officer,
            Set<PersonNumber> about,
            VitalEvent event,
            @Nullable CaseNumber number,
            Map<String, String> detail) {
        if (about.isEmpty()) {
            audit.record(officer.doesFor(
                    RegisterEntry.AGENCY, AuditEvent.REGISTER_READ, null, number, event.service(), detail));
        }
        about.forEach(person -> audit.record(officer.doesFor(
                RegisterEntry.AGENCY, AuditEvent.REGISTER_READ, person, number, event.service(), detail)));
    }
}
