package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Endings;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.LifeChanges.Change;
import bz.ceiba.systems.identity.register.LifeEvent.Adoption;
import bz.ceiba.systems.identity.register.LifeEvent.Birth;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Children come into the register by birth, and under a new number by adoption. */
@Component
class Children {
    private static final int YOUNGEST_PARENT = 10;
    private static final int MONTHS_AFTER_DEATH = 10;

    private final People people;
    private final Relations relations;
    private final Guardianships guardianships;
    private final LifeRecords records;
    private final Endings endings;
    private final NumbersEnded ended;
    private final JsonMapper json;
    private final Clock clock;

    /** Where somebody lives. */
    private record Home(String district, String town, String address) {}

    Children(
            People people,
            Relations relations,
            Guardianships guardianships,
            LifeRecords records,
            Endings endings,
            NumbersEnded ended,
            JsonMapper json,
            Clock clock) {
        this.people = people;
        this.relations = relations;
        this.guardianships = guardianships;
        this.records = records;
        this.endings = endings;
        this.ended = ended;
        this.json = json;
        this.clock = clock;
    }

    Change birth(Birth birth, Message message, LifeEventReader reader) {
        LocalDate born = birth.common().on();
        requireParents(birth.parents(), born, reader);
        Person child = people.enrol(number -> new Person(
                Ids.next(clock),
                number,
                birth.given(),
                birth.middle(),
                birth.family(),
                null,
                List.of(),
                birth.sex(),
                born,
                birth.birthPlace(),
                birth.district(),
                birth.town(),
                birth.address(),
                null,
                null,
                null,
                birth.language(),
                Person.Status.ACTIVE));
        giveTo(birth.parents(), child, born, message);
        records.verified(child.id(), birth.common(), message, "birth_register", claims(child));
        return change(child);
    }

    /**
     * The child begins anew under a number that nobody knows but it and its parents from now on. What the register had of it until then is
     * sealed by {@link FormerNumbers} in the same transaction, and nobody who had a part in it is told anything.
     */
    Change adoption(Adoption adoption, Message message, LifeEventReader reader) {
        Person former = records.known(adoption.person(), "person", adoption.common(), reader);
        if (former.status() != Person.Status.ACTIVE) {
            reader.fault("/person", "dead");
        }
        if (adoption.parents().contains(former.number())) {
            reader.fault("/parents", "parent");
        }
        requireParents(adoption.parents(), former.birthDate(), reader);
        Home home = home(adoption, reader);
        reader.done();
        Person child = people.enrol(number -> new Person(
                Ids.next(clock),
                number,
                adoption.given(),
                adoption.middle(),
                adoption.family(),
                null,
                List.of(),
                former.sex(),
                former.birthDate(),
                former.birthPlace(),
                home.district(),
                home.town(),
                home.address(),
                null,
                null,
                null,
                former.language(),
                Person.Status.ACTIVE));
        giveTo(adoption.parents(), child, adoption.common().on(), message);
        keepOwn(former, child);
        // As of a birth, and by nothing that leads to the book of adopted children.
        records.verified(
                child.id(), "register/" + child.id(), former.birthDate(), message, "birth_register", claims(child));
        endings.silently(former.number(), former.id().toString());
        ended.publish(former.number(), null);
        return change(child);
    }

    /** Whom it has children with, or is married to, stays. */
    private void keepOwn(Person former, Person child) {
        for (Relations.Kind kind : List.of(Relations.Kind.CHILD, Relations.Kind.SPOUSE)) {
            relations.of(former.number(), kind).forEach(own -> relations.add(child.number(), own, kind));
        }
        relations
                .of(child.number(), Relations.Kind.CHILD)
                .forEach(own -> guardianships.ofParent(
                        child.number(), own, people.find(own).orElseThrow().birthDate()));
    }

    /** With their parents, unless it is said; one whose parents have no number here must be said to live somewhere. */
    private Home home(Adoption adoption, LifeEventReader reader) {
        String district = adoption.district();
        String town = adoption.town();
        String address = adoption.address();
        if (district != null && town != null && address != null) {
            return new Home(district, town, address);
        }
        Optional<Home> theirs = adoption.parents().stream()
                .flatMap(parent -> people.find(parent).stream())
                .map(parent -> new Home(parent.district(), parent.town(), parent.address()))
                .findFirst();
        if (theirs.isEmpty()) {
            reader.fault("/address", "missing");
        }
        return theirs.orElseGet(() -> new Home("", "", ""));
    }

    private void requireParents(List<PersonNumber> parents, LocalDate born, LifeEventReader reader) {
        for (int i = 0; i < parents.size(); i++) {
            Optional<Person> parent = people.find(parents.get(i));
            if (parent.isEmpty()) {
                reader.fault("/parents/" + i, "unknown");
            } else if (parent.get().birthDate().plusYears(YOUNGEST_PARENT).isAfter(born)
                    || people.diedOn(parents.get(i))
                            .filter(on -> on.plusMonths(MONTHS_AFTER_DEATH).isBefore(born))
                            .isPresent()) {
                reader.fault("/parents/" + i, "parent");
            }
        }
        reader.done();
    }

    /** They are its parents from now on, may act for it and read its number; their other children are its siblings. */
    private void giveTo(List<PersonNumber> parents, Person child, LocalDate from, Message message) {
        for (PersonNumber parent : parents) {
            relations
                    .of(parent, Relations.Kind.CHILD)
                    .forEach(sibling -> relations.add(child.number(), sibling, Relations.Kind.SIBLING));
        }
        for (PersonNumber parent : parents) {
            relations.add(parent, child.number(), Relations.Kind.CHILD);
            guardianships.ofParent(parent, child.number(), child.birthDate(), from);
            people.find(parent)
                    .ifPresent(person -> records.tell(
                            person,
                            message,
                            Map.of(
                                    "child",
                                    child.name(),
                                    "number",
                                    child.number().grouped())));
        }
    }

    private static Map<String, @Nullable Object> claims(Person child) {
        Map<String, @Nullable Object> claims = new TreeMap<>();
        claims.put("given_name", child.given());
        claims.put("middle_name", child.middle());
        claims.put("family_name", child.family());
        claims.put("birth_family_name", child.family());
        claims.put("birthdate", child.birthDate().toString());
        claims.put("gender", child.sex().equals("F") ? "female" : "male");
        claims.put("place_of_birth", Map.of("locality", child.birthPlace(), "country", DemoPapers.NATION));
        return claims;
    }

    private Change change(Person child) {
        return new Change(
                child.number(),
                json.createObjectNode(),
                json.createObjectNode()
                        .put("name", child.name())
                        .put("born", child.birthDate().toString()),
                true);
    }
}
