package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.LifeEvent.Common;
import bz.ceiba.systems.identity.register.LifeEvent.NewName;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an event changes in the register. */
@Component
class LifeChanges {
    private static final int YOUNGEST_PARENT = 10;
    private static final int MONTHS_AFTER_DEATH = 10;

    private final People people;
    private final Relations relations;
    private final Guardianships guardianships;
    private final Verifications verifications;
    private final Deaths deaths;
    private final Officers officers;
    private final Notices notices;
    private final Audit audit;
    private final Country country;
    private final JsonMapper json;
    private final Clock clock;

    /**
     * What was done.
     *
     * @param before of what it changed, what stood there
     * @param applied false when something that happened later counts instead
     */
    record Change(PersonNumber person, ObjectNode before, ObjectNode after, boolean applied) {}

    LifeChanges(
            People people,
            Relations relations,
            Guardianships guardianships,
            Verifications verifications,
            Deaths deaths,
            Officers officers,
            Notices notices,
            Audit audit,
            Country country,
            JsonMapper json,
            Clock clock) {
        this.people = people;
        this.relations = relations;
        this.guardianships = guardianships;
        this.verifications = verifications;
        this.deaths = deaths;
        this.officers = officers;
        this.notices = notices;
        this.audit = audit;
        this.country = country;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Makes the change, in the caller's transaction, and tells whom it concerns.
     *
     * @param reader to which faults are told that only the register can find
     */
    Change make(LifeEvent event, Message message, LifeEventReader reader) {
        Change change =
                switch (event) {
                    case LifeEvent.Birth birth -> birth(birth, message, reader);
                    case LifeEvent.Death death -> death(death, message, reader);
                    case LifeEvent.ChangeOfName name -> {
                        Person person = known(name.person(), "person", event.common(), reader);
                        reader.done();
                        Change renamed = rename(person, name.name(), event.common(), message, "name_register");
                        tell(person, message, Map.of());
                        yield renamed;
                    }
                    case LifeEvent.Marriage marriage -> marriage(marriage, message, reader);
                    case LifeEvent.Naturalisation naturalisation -> naturalisation(naturalisation, message, reader);
                    case LifeEvent.EndOfResidence residence -> residence(residence, message, reader);
                    case LifeEvent.Guardianship guardianship -> guardianship(guardianship, message, reader);
                    case LifeEvent.EndOfGuardianship end -> endOfGuardianship(end, reader);
                };
        audit.record(new AuditEntry(
                AuditEvent.REGISTER_CHANGED,
                message.toldBy(),
                message.toldByName(),
                message.sender(),
                change.person(),
                null,
                message.purpose(),
                Map.of(
                        "record",
                        "identity.person",
                        "event",
                        event.common().event(),
                        "applied",
                        String.valueOf(change.applied()))));
        return change;
    }

    /** The person, locked; at fault when nobody has the number, or the day is not of his life. */
    private Person known(PersonNumber number, String field, Common common, LifeEventReader reader) {
        people.lock(number);
        Optional<Person> found = people.find(number);
        if (found.isEmpty()) {
            reader.fault("/" + field, "unknown");
            reader.done();
        }
        Person person = found.orElseThrow();
        if (common.on().isBefore(person.birthDate())) {
            reader.fault("/on", "before-birth");
        }
        if (person.status() == Person.Status.DECEASED
                && common.on().isAfter(people.diedOn(number).orElse(LocalDate.MIN))) {
            reader.fault("/on", "after-death");
        }
        return person;
    }

    private Change birth(LifeEvent.Birth birth, Message message, LifeEventReader reader) {
        Common common = birth.common();
        for (int i = 0; i < birth.parents().size(); i++) {
            Optional<Person> parent = people.find(birth.parents().get(i));
            if (parent.isEmpty()) {
                reader.fault("/parents/" + i, "unknown");
            } else if (parent.get().birthDate().plusYears(YOUNGEST_PARENT).isAfter(common.on())
                    || people.diedOn(birth.parents().get(i))
                            .filter(on -> on.plusMonths(MONTHS_AFTER_DEATH).isBefore(common.on()))
                            .isPresent()) {
                reader.fault("/parents/" + i, "parent");
            }
        }
        reader.done();
        Person child = people.enrol(number -> new Person(
                Ids.next(clock),
                number,
                birth.given(),
                birth.middle(),
                birth.family(),
                null,
                List.of(),
                birth.sex(),
                common.on(),
                birth.birthPlace(),
                birth.district(),
                birth.town(),
                birth.address(),
                null,
                null,
                null,
                birth.language(),
                Person.Status.ACTIVE));
        for (PersonNumber parent : birth.parents()) {
            relations
                    .of(parent, Relations.Kind.CHILD)
                    .forEach(sibling -> relations.add(child.number(), sibling, Relations.Kind.SIBLING));
        }
        for (PersonNumber parent : birth.parents()) {
            relations.add(parent, child.number(), Relations.Kind.CHILD);
            guardianships.ofParent(parent, child.number(), common.on());
            people.find(parent)
                    .ifPresent(person -> tell(
                            person,
                            message,
                            Map.of(
                                    "child",
                                    child.name(),
                                    "number",
                                    child.number().grouped())));
        }
        Map<String, @Nullable Object> claims = new TreeMap<>();
        claims.put("given_name", child.given());
        claims.put("middle_name", child.middle());
        claims.put("family_name", child.family());
        claims.put("birth_family_name", child.family());
        claims.put("birthdate", common.on().toString());
        claims.put("gender", child.sex().equals("F") ? "female" : "male");
        claims.put("place_of_birth", Map.of("locality", child.birthPlace(), "country", DemoPapers.NATION));
        verified(child.id(), common, message, "birth_register", claims);
        return new Change(
                child.number(),
                json.createObjectNode(),
                json.createObjectNode()
                        .put("name", child.name())
                        .put("born", common.on().toString()),
                true);
    }

    private Change death(LifeEvent.Death death, Message message, LifeEventReader reader) {
        people.lock(death.person());
        people.find(death.person())
                .filter(person -> person.status() == Person.Status.DECEASED)
                .ifPresent(person -> reader.fault("/person", "dead"));
        reader.done();
        Person person = known(death.person(), "person", death.common(), reader);
        reader.done();
        // First, so that what follows from it finds no open session of his.
        tell(person, message, Map.of("on", death.common().on().toString()));
        deaths.of(person, death.common().on());
        return new Change(
                person.number(),
                json.createObjectNode().put("status", person.status().name()),
                json.createObjectNode()
                        .put("status", Person.Status.DECEASED.name())
                        .put("died", death.common().on().toString()),
                true);
    }

    private Change marriage(LifeEvent.Marriage marriage, Message message, LifeEventReader reader) {
        if (marriage.person().equals(marriage.spouse())) {
            reader.fault("/spouse", "person");
            reader.done();
        }
        // In the order of their numbers, so that two who are told of at once do not wait for each other.
        Stream.of(marriage.person(), marriage.spouse())
                .sorted((one, other) -> one.digits().compareTo(other.digits()))
                .forEach(people::lock);
        Person person = known(marriage.person(), "person", marriage.common(), reader);
        Person spouse = known(marriage.spouse(), "spouse", marriage.common(), reader);
        reader.done();
        relations.add(person.number(), spouse.number(), Relations.Kind.SPOUSE);
        Change renamed = rename(person, marriage.name(), marriage.common(), message, "marriage_register");
        Change other = rename(spouse, marriage.spouseName(), marriage.common(), message, "marriage_register");
        renamed.before().set("spouse", other.before());
        renamed.after()
                .set("spouse", other.after().put("number", spouse.number().digits()));
        tell(person, message, Map.of("spouse", spouse.name()));
        tell(spouse, message, Map.of("spouse", person.name()));
        return renamed;
    }

    /** What of the name became so later already, stays; what was verified is kept in any case. */
    private Change rename(Person person, NewName name, Common common, Message message, String register) {
        Map<String, @Nullable Object> claims = new TreeMap<>();
        put(claims, "given_name", name.given());
        put(claims, "middle_name", name.middle());
        put(claims, "family_name", name.family());
        ObjectNode before = json.createObjectNode();
        ObjectNode after = json.createObjectNode();
        if (claims.isEmpty()) {
            return new Change(person.number(), before, after, true);
        }
        Map<String, LocalDate> since = verifications.since(person.id());
        Map<String, @Nullable Object> counting = new HashMap<>(claims);
        counting.keySet()
                .removeIf(claim -> since.getOrDefault(claim, LocalDate.MIN).isAfter(common.on()));
        String given = text(counting, "given_name", person.given());
        String middle = text(counting, "middle_name", person.middle());
        String family = text(counting, "family_name", person.family());
        if (!counting.isEmpty()) {
            before.put("name", person.name());
            people.rename(person, String.valueOf(given), middle, String.valueOf(family));
            String now = people.find(person.number()).orElseThrow().name();
            after.put("name", now);
            officers.named(person.number(), now);
        }
        verified(person.id(), common, message, register, claims);
        return new Change(person.number(), before, after, counting.size() == claims.size());
    }

    private static void put(Map<String, @Nullable Object> claims, String claim, @Nullable String value) {
        if (value != null) {
            claims.put(claim, value.isEmpty() ? null : value);
        }
    }

    private static @Nullable String text(
            Map<String, @Nullable Object> claims, String claim, @Nullable String otherwise) {
        return claims.containsKey(claim) ? (String) claims.get(claim) : otherwise;
    }

    private Change naturalisation(LifeEvent.Naturalisation event, Message message, LifeEventReader reader) {
        Person person = known(event.person(), "person", event.common(), reader);
        reader.done();
        Map<String, @Nullable Object> claims = new TreeMap<>();
        claims.put("nationalities", List.of(DemoPapers.NATION));
        verified(person.id(), event.common(), message, "naturalisation_register", claims);
        tell(person, message, Map.of());
        return new Change(
                person.number(),
                json.createObjectNode(),
                json.createObjectNode().put("nationality", DemoPapers.NATION),
                true);
    }

    private Change residence(LifeEvent.EndOfResidence event, Message message, LifeEventReader reader) {
        Person person = known(event.person(), "person", event.common(), reader);
        reader.done();
        LocalDate before = people.residentUntil(person.number()).orElse(null);
        boolean counts = before == null || before.isBefore(event.common().on());
        if (counts) {
            people.setResidentUntil(person.number(), event.common().on());
        }
        tell(person, message, Map.of());
        return new Change(
                person.number(),
                json.createObjectNode().put("resident-until", before == null ? null : before.toString()),
                json.createObjectNode()
                        .put("resident-until", event.common().on().toString()),
                counts);
    }

    private Change guardianship(LifeEvent.Guardianship event, Message message, LifeEventReader reader) {
        if (event.person().equals(event.guardian())) {
            reader.fault("/guardian", "person");
            reader.done();
        }
        Person ward = known(event.person(), "person", event.common(), reader);
        Person guardian = known(event.guardian(), "guardian", event.common(), reader);
        reader.done();
        guardianships.ofCourt(
                guardian.number(),
                ward.number(),
                event.common().reference(),
                event.common().on(),
                event.until(),
                event.limits(),
                event.joint());
        tell(ward, message, Map.of("other", guardian.name()));
        tell(guardian, message, Map.of("other", ward.name()));
        return new Change(
                ward.number(),
                json.createObjectNode(),
                json.createObjectNode().put("guardian", guardian.number().digits()),
                true);
    }

    /** Both are told by what ends it. */
    private Change endOfGuardianship(LifeEvent.EndOfGuardianship event, LifeEventReader reader) {
        if (!guardianships.revoke(
                event.guardian(), event.person(), event.common().reference())) {
            reader.fault("/reference", "no-order");
        }
        reader.done();
        return new Change(
                event.person(),
                json.createObjectNode().put("guardian", event.guardian().digits()),
                json.createObjectNode(),
                true);
    }

    private void verified(
            UUID person, Common common, Message message, String register, Map<String, @Nullable Object> claims) {
        Instant now = clock.instant();
        Evidence.Issuer source =
                new Evidence.Issuer(country.nameOf(message.sender()).in(Locale.ENGLISH), DemoPapers.NATION);
        verifications.add(List.of(new Verification(
                Ids.next(clock),
                person,
                now,
                common.reference(),
                message.sender(),
                List.of(new Evidence.ElectronicRecord(
                        List.of(Evidence.Check.of(Evidence.DATA)), new Evidence.RecordDetails(register, null, source))),
                claims,
                common.on(),
                now)));
    }

    private void tell(Person person, Message message, Map<String, String> values) {
        if (person.status() == Person.Status.ACTIVE) {
            Map<String, String> all = new HashMap<>(values);
            all.put("name", person.name());
            all.put("agency", country.nameOf(message.sender()).in(Locale.of(person.language())));
            notices.send(new Notice(
                    "life/" + message.sender() + "/"
                            + message.body().path("event").asString() + "/" + person.id(),
                    person.number(),
                    "identity.notice." + message.purpose(),
                    all,
                    null));
        }
    }
}
