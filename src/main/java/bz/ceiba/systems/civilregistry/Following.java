package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** What follows from an entry without another form; what does not follow yet is said as well. */
@Component
class Following {
    private final Tellings tellings;
    private final RegistryRules rules;

    Following(Tellings tellings, RegistryRules rules) {
        this.tellings = tellings;
        this.rules = rules;
    }

    Follows of(Entry entry, PersonNumber reader) {
        Facts today = entry.today();
        PersonNumber child = entry.child();
        boolean theirs = entry.concerns(reader);
        return new Follows(
                entry.reference(),
                entry.kind(),
                today.childName(),
                today.bornOn(),
                number(entry, today),
                theirs && child != null ? child.grouped() : null,
                rules.nameUntil(LocalDate.ofInstant(entry.registeredAt(), Country.ZONE)));
    }

    private ChildNumber number(Entry entry, Facts today) {
        if (entry.kind() == Kind.STILLBIRTH) {
            return ChildNumber.NONE;
        }
        if (entry.child() != null) {
            return ChildNumber.GIVEN;
        }
        List<ToTell> told = tellings.of(entry.reference());
        if (told.isEmpty() && !today.isNamed()) {
            return ChildNumber.NAME;
        }
        return told.stream().anyMatch(one -> one.state() == TellingState.REFUSED)
                ? ChildNumber.STUCK
                : ChildNumber.WAITS;
    }
}
