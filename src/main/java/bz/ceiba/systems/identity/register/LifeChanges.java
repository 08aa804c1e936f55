package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.LifeEvent.Common;
import bz.ceiba.systems.identity.register.LifeEvent.NewName;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an event changes in the register. */
@Component
class LifeChanges {
    private final People people;
    private final Relations relations;
    private final Guardianships guardianships;
    private final Verifications verifications;
    private final Deaths deaths;
    private final Officers officers;
    private final Children children;
    private final NumberEnds numberEnds;
    private final Delegations delegations;
    private final LifeRecords records;
    private final Audit audit;
    private final JsonMapper json;

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
            Children children,
            NumberEnds numberEnds,
            Delegations delegations,
            LifeRecords records,
            Audit audit,
            JsonMapper json) {
        this.people = people;
        this.relations = relations;
        this.guardianships = guardianships;
        this.verifications = verifications;
        this.deaths = deaths;
        this.officers = officers;
        this.children = children;
        this.numberEnds = numberEnds;
        this.delegations = delegations;
        this.records = records;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Makes the change, in the caller's transaction, and tells whom it concerns.
     *
     * @param reader to which faults are told that only the register can find
     */
    Change make(LifeEvent event, Message message, LifeEventReader reader) {
        Change change =
                switch (event) {
                    case LifeEvent.Birth birth -> children.birth(birth, message, reader);
                    case LifeEvent.Adoption adoption -> children.adoption(adoption, message, reader);
                    case LifeEvent.EndOfNumber end -> numberEnds.make(end, message, reader);
                    case LifeEvent.EndOfMarriage end -> endOfMarriage(end, reader);
                    case LifeEvent.Death death -> death(death, message, reader);
                    case LifeEvent.ChangeOfName name -> {
                        Person person = records.known(name.person(), "person", event.common(), reader);
                        reader.done();
                        Change renamed = rename(person, name.name(), event.common(), message, "name_register");
                        records.tell(person, message, Map.of());
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

    private Change death(LifeEvent.Death death, Message message, LifeEventReader reader) {
        people.lock(death.person());
        people.find(death.person())
                .filter(person -> person.status() == Person.Status.DECEASED)
                .ifPresent(person -> reader.fault("/person", "dead"));
        reader.done();
        Person person = records.known(death.person(), "person", death.common(), reader);
        reader.done();
        // First, so that what follows from it finds no open session of his.
        records.tell(person, message, Map.of("on", death.common().on().toString()));
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
        Person person = records.known(marriage.person(), "person", marriage.common(), reader);
        Person spouse = records.known(marriage.spouse(), "spouse", marriage.common(), reader);
        reader.done();
        if (relations.of(person.number(), Relations.Kind.FORMER_SPOUSE).contains(spouse.number())) {
            relations.remove(person.number(), spouse.number());
        }
        relations.add(person.number(), spouse.number(), Relations.Kind.SPOUSE);
        Change renamed = rename(person, marriage.name(), marriage.common(), message, "marriage_register");
        Change other = rename(spouse, marriage.spouseName(), marriage.common(), message, "marriage_register");
        renamed.before().set("spouse", other.before());
        renamed.after()
                .set("spouse", other.after().put("number", spouse.number().digits()));
        records.tell(person, message, Map.of("spouse", spouse.name()));
        records.tell(spouse, message, Map.of("spouse", person.name()));
        return renamed;
    }

    /**
     * They are no family any more, and neither acts for the other, unless he gives that leave anew. Both were told by the register of
     * marriages. A marriage of the same two that is later stays.
     */
    private Change endOfMarriage(LifeEvent.EndOfMarriage end, LifeEventReader reader) {
        Person person = records.known(end.person(), "person", end.common(), reader);
        Person spouse = records.known(end.spouse(), "spouse", end.common(), reader);
        reader.done();
        boolean counts = relations.of(person.number(), Relations.Kind.SPOUSE).contains(spouse.number())
                && !records.marriedAfter(
                        person.number(), spouse.number(), end.common().on());
        if (counts) {
            relations.remove(person.number(), spouse.number());
            relations.add(person.number(), spouse.number(), Relations.Kind.FORMER_SPOUSE);
            delegations.endBetween(person.number(), spouse.number());
        }
        return new Change(
                person.number(),
                json.createObjectNode().put("spouse", spouse.number().digits()),
                json.createObjectNode(),
                counts);
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
        records.verified(person.id(), common, message, register, claims);
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
        Person person = records.known(event.person(), "person", event.common(), reader);
        reader.done();
        Map<String, @Nullable Object> claims = new TreeMap<>();
        claims.put("nationalities", List.of(DemoPapers.NATION));
        records.verified(person.id(), event.common(), message, "naturalisation_register", claims);
        records.tell(person, message, Map.of());
        return new Change(
                person.number(),
                json.createObjectNode(),
                json.createObjectNode().put("nationality", DemoPapers.NATION),
                true);
    }

    private Change residence(LifeEvent.EndOfResidence event, Message message, LifeEventReader reader) {
        Person person = records.known(event.person(), "person", event.common(), reader);
        reader.done();
        LocalDate before = people.residentUntil(person.number()).orElse(null);
        boolean counts = before == null || before.isBefore(event.common().on());
        if (counts) {
            people.setResidentUntil(person.number(), event.common().on());
        }
        records.tell(person, message, Map.of());
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
        Person ward = records.known(event.person(), "person", event.common(), reader);
        Person guardian = records.known(event.guardian(), "guardian", event.common(), reader);
        reader.done();
        guardianships.ofCourt(
                guardian.number(),
                ward.number(),
                event.common().reference(),
                event.common().on(),
                event.until(),
                event.limits(),
                event.joint());
        records.tell(ward, message, Map.of("other", guardian.name()));
        records.tell(guardian, message, Map.of("other", ward.name()));
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
}
