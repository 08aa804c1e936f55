package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How a record looks: what is open in full, of what is sealed only that it exists, and only to registrars. */
@Component
class RecordViews {
    private final Register register;
    private final Disclosure disclosure;
    private final Audit audit;
    private final Country country;
    private final Clock clock;

    RecordViews(Register register, Disclosure disclosure, Audit audit, Country country, Clock clock) {
        this.register = register;
        this.disclosure = disclosure;
        this.audit = audit;
        this.country = country;
        this.clock = clock;
    }

    /** Notes that the registrar saw the record, and how many sealed convictions he learnt of. */
    void read(Actor registrar, PersonEntry person) {
        long sealed = disclosure.sealed(person, register.convictions(person.id()), Country.today(clock));
        audit.record(registrar.doesFor(
                KeepRegister.AGENCY,
                AuditEvent.REGISTER_READ,
                person.number(),
                null,
                null,
                Map.of("record", person.recordNumber(), "sealed", Long.toString(sealed))));
    }

    /** The registrar's page of a record. */
    Html page(PersonEntry person) {
        List<Conviction> all = register.convictions(person.id());
        return base(person, all)
                .with("sealed", disclosure.sealed(person, all, Country.today(clock)))
                .with("versions", register.versions(person.id()))
                .with("registrar", true);
    }

    /** The same for an officer with a case: no sealed ones, no annulled ones, no earlier versions. */
    Html pageForOfficer(PersonEntry person, String caseNumber) {
        List<Conviction> open = disclosure.open(person, register.convictions(person.id()), Country.today(clock));
        return base(person, open)
                .with("sealed", 0L)
                .with("versions", List.of())
                .with("registrar", false)
                .with("caseNumber", caseNumber);
    }

    private Html base(PersonEntry person, List<Conviction> convictions) {
        LocalDate today = Country.today(clock);
        List<Conviction> counting = disclosure.open(person, convictions, today);
        List<ConvictionView> views = new ArrayList<>();
        for (Conviction conviction : convictions) {
            if (!disclosure.isSealed(person, conviction, today)) {
                views.add(new ConvictionView(conviction, disclosure.isSpent(conviction, counting, today)));
            }
        }
        return Html.of("policerecords/record")
                .with("person", person)
                .with("district", districtName(person))
                .with("convictions", views);
    }

    private String districtName(PersonEntry person) {
        String id = person.district();
        return id == null
                ? ""
                : country.district(id).map(d -> d.name().toString()).orElse(id);
    }
}
