package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@CeibaTest
class LifeEventsTest {
    @Autowired
    TestLife life;

    @Autowired
    TestPeople people;

    @Autowired
    People register;

    @Autowired
    Relations relations;

    @Autowired
    Verifications verifications;

    @Autowired
    RegisteredMandates mandates;

    @Autowired
    LifeEvents events;

    @Autowired
    JdbcClient db;

    private Person person(Actor actor) {
        return register.find(actor.person()).orElseThrow();
    }

    private Set<Object> verified(Actor actor, String claim) {
        return Set.copyOf(verifications.of(person(actor).id(), Set.of(claim)).stream()
                .map(one -> one.claims().getOrDefault(claim, ""))
                .toList());
    }

    private long notices(Actor to, String template) {
        return db.sql("select count(*) from notifications.notice where person = ? and template = ?")
                .param(to.number())
                .param(template)
                .query(Long.class)
                .single();
    }

    private static void assertRefused(Callable<?> tell, String pointer, String words) {
        assertThatThrownBy(tell::call).asInstanceOf(type(Problem.class)).satisfies(problem -> assertThat(
                        problem.fields())
                .extracting(Problem.FieldError::field, Problem.FieldError::message)
                .anySatisfy(fault -> assertThat(fault.toList())
                        .satisfies(one -> assertThat(one.getFirst()).isEqualTo(pointer))
                        .satisfies(one -> assertThat((String) one.getLast()).contains(words))));
    }

    private boolean mayAct(PersonNumber actor, PersonNumber other, Matter matter) {
        return mandates.between(actor, other).stream().anyMatch(mandate -> mandate.covers(matter));
    }

    @Test
    void aChangeOfNameIsInTheRegisterAndWhatStoodThereBeforeIsKept() {
        Actor ana = people.citizen("Ana Choc");
        ObjectNode body =
                life.body(ana, life.today()).put("given_name", "Mari\u0301a").put("family_name", "Tzul");
        life.tell(TestLife.UNIT, "name", body);
        Person now = person(ana);
        assertThat(now.name()).isEqualTo("María Tzul");
        assertThat(now.birthName()).isEqualTo("Choc");
        assertThat(now.aliases()).containsExactly("Ana Choc");
        assertThat(verified(ana, "family_name")).containsExactly("Tzul");
        assertThat(notices(ana, "identity.notice.name")).isEqualTo(1);
        assertThat(events.of(ana.person())).singleElement().satisfies(told -> {
            assertThat(told.source()).isEqualTo("vital-statistics");
            assertThat(told.before().path("name").asString()).isEqualTo("Ana Choc");
            assertThat(told.after().path("name").asString()).isEqualTo("María Tzul");
            assertThat(told.applied()).isTrue();
        });
        assertThat(db.sql(
                                "select count(*) from audit.entry where subject = ? and event in ('REGISTER_TOLD', 'REGISTER_CHANGED')")
                        .param(ana.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void theSameEventAgainChangesNothingAndAnotherUnderItsNumberIsRefused() {
        Actor ana = people.citizen("Ana Choc");
        ObjectNode body = life.body(ana, life.today()).put("family_name", "Tzul");
        assertThat(life.tell(TestLife.UNIT, "name", body).path("known").asBoolean())
                .isFalse();
        life.tell(TestLife.UNIT, "name", life.body(ana, life.today()).put("family_name", "Cal"));
        assertThat(life.tell(TestLife.UNIT, "name", body).path("known").asBoolean())
                .isTrue();
        assertThat(person(ana).family()).isEqualTo("Cal");
        assertRefused(
                () -> life.tell(TestLife.UNIT, "name", body.deepCopy().put("family_name", "Pop")),
                "/event",
                "Something else was told");
        assertThat(events.of(ana.person())).hasSize(2);
        assertThat(notices(ana, "identity.notice.name")).isEqualTo(2);
    }

    @Test
    void whatHappenedLaterCountsWhateverArrivesLast() {
        Actor ana = people.citizen("Ana Choc");
        LocalDate today = life.today();
        life.tell(TestLife.UNIT, "name", life.body(ana, today).put("family_name", "Tzul"));
        life.tell(TestLife.UNIT, "name", life.body(ana, today.minusYears(2)).put("family_name", "Cal"));
        assertThat(person(ana).family()).isEqualTo("Tzul");
        assertThat(verified(ana, "family_name")).containsExactly("Tzul");
        assertThat(events.of(ana.person())).extracting(LifeEvents.Told::applied).containsExactly(false, true);
    }

    @Test
    void aMarriageIsARelationAndMayGiveEitherAnotherName() {
        Actor ana = people.citizen("Ana Choc");
        Actor delroy = people.citizen("Delroy Usher");
        life.tell(
                TestLife.UNIT,
                "marriage",
                life.body(ana, life.today()).put("spouse", delroy.number()).put("family_name", "Usher"));
        assertThat(person(ana).family()).isEqualTo("Usher");
        assertThat(person(delroy).family()).isEqualTo("Usher");
        assertThat(relations.of(ana.person(), Relations.Kind.SPOUSE)).containsExactly(delroy.person());
        assertThat(relations.of(delroy.person(), Relations.Kind.SPOUSE)).containsExactly(ana.person());
        assertThat(notices(ana, "identity.notice.marriage")).isEqualTo(1);
        assertThat(notices(delroy, "identity.notice.marriage")).isEqualTo(1);
    }

    @Test
    void aNaturalisationIsVerifiedAndWhoLeavesKeepsHisNumber() {
        Actor ana = people.citizen();
        life.tell("immigration", "naturalisation", life.body(ana, life.today()));
        assertThat(verified(ana, "nationalities")).containsExactly(List.of("BLZ"));
        life.tell("immigration", "residence", life.body(ana, life.today()));
        life.tell("immigration", "residence", life.body(ana, life.today().minusYears(1)));
        assertThat(register.residentUntil(ana.person())).contains(life.today());
        assertThat(person(ana).status()).isEqualTo(Person.Status.ACTIVE);
    }

    private ObjectNode birth(LocalDate on, Actor... parents) {
        ObjectNode body = life.body(on)
                .put("given_name", "Luz")
                .put("family_name", "Choc")
                .put("sex", "F")
                .put("birth_place", "Dangriga")
                .put("district", "stann-creek")
                .put("town", "Dangriga")
                .put("address", "1 Ceiba Street")
                .put("language", "en");
        for (Actor parent : parents) {
            body.withArray("parents").add(parent.number());
        }
        return body;
    }

    @Test
    void aBirthGivesOneNumberHoweverOftenItIsToldAtOnce() throws Exception {
        Actor mother = people.citizen("Rosa Choc");
        Actor father = people.citizen("Juan Choc");
        JsonNode older = life.tell(TestLife.UNIT, "birth", birth(life.today().minusYears(3), mother));
        ObjectNode body = birth(life.today(), mother, father);
        List<Callable<String>> tells = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tells.add(() -> life.tell(TestLife.UNIT, "birth", body.deepCopy())
                    .path("person")
                    .asString());
        }
        Set<String> numbers = new java.util.HashSet<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> told : executor.invokeAll(tells)) {
                numbers.add(told.get());
            }
        }
        assertThat(numbers).hasSize(1);
        PersonNumber child = new PersonNumber(numbers.iterator().next());
        assertThat(register.find(child).orElseThrow().name()).isEqualTo("Luz Choc");
        assertThat(relations.of(child, Relations.Kind.PARENT))
                .containsExactlyInAnyOrder(mother.person(), father.person());
        assertThat(relations.of(child, Relations.Kind.SIBLING))
                .containsExactly(new PersonNumber(older.path("person").asString()));
        assertThat(mayAct(mother.person(), child, Matter.ALL)).isTrue();
        assertThat(mayAct(father.person(), child, Matter.HEALTH)).isTrue();
        assertThat(mayAct(people.citizen().person(), child, Matter.ALL)).isFalse();
        assertThat(notices(mother, "identity.notice.birth")).isEqualTo(2);
    }

    @Test
    void aCourtsGuardianActsWithinTheLimitsUntilTheDay() {
        Actor ward = people.citizen("Luz Choc", LocalDate.of(2015, 1, 1));
        Actor aunt = people.citizen();
        ObjectNode body = life.body(ward, life.today())
                .put("guardian", aunt.number())
                .put("until", life.today().plusYears(1).toString());
        body.withArray("limits").add("health").add("schooling");
        life.tell("attorney-general", "guardianship", body);
        assertThat(mayAct(aunt.person(), ward.person(), Matter.HEALTH)).isTrue();
        assertThat(mayAct(aunt.person(), ward.person(), Matter.MONEY)).isFalse();
        assertThat(mayAct(aunt.person(), ward.person(), Matter.ALL)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name | {"family_name": "Tzul"}                                     | event     | null           | /event | Say this
            name | {"family_name": "Tzul"}                                     | event     | "a b"          | /event | letters, digits
            name | {"family_name": "Tzul"}                                     | on        | "29/11/2026"   | /on    | 2026-11-29
            name | {"family_name": "Tzul"}                                     | on        | "2999-01-01"   | /on    | in the future
            name | {"family_name": "Tzul"}                                     | on        | "1950-01-01"   | /on    | not born
            name | {"family_name": "Tzul"}                                     | person    | "1234"         | /person | not an identity number
            name | {"family_name": "Tzul"}                                     | person    | 7              | /person | not an identity number
            name | {}                                                          | reference | "T/1"          | /given_name | which name
            name | {"family_name": "Tz\\u202eul"}                              | reference | "T/1"          | /family_name | Latin letters
            name | {"family_name": "Tzu1"}                                     | reference | "T/1"          | /family_name | Latin letters
            name | {"family_name": "Tzul", "shoe": 41}                         | reference | "T/1"          | /shoe  | does not name
            death | {"place": {"x": "y"}}                                      | reference | "T/1"          | /place/x | does not name
            marriage | {"spouse": "x"}                                         | reference | "T/1"          | /spouse | not an identity number
            """)
    void badInputIsRefusedWithWhatIsWrongAndWhere(
            String purpose, String more, String field, String value, String pointer, String words) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode body = life.body(people.citizen(), life.today());
        json.readTree(more).properties().forEach(member -> body.set(member.getKey(), member.getValue()));
        body.set(field, json.readTree(value));
        assertRefused(() -> life.tell(TestLife.UNIT, purpose, body), pointer, words);
    }

    @Test
    void whatCanNotBeIsRefused() {
        Actor ana = people.citizen();
        ObjectNode nobody = life.body(ana, life.today()).put("person", TestPeople.number());
        assertRefused(() -> life.tell(TestLife.UNIT, "death", nobody), "/person", "Nobody has");
        life.death(ana);
        assertRefused(
                () -> life.tell(
                        TestLife.UNIT, "death", life.body(ana, life.today().minusDays(1))),
                "/person",
                "death already");
        life.tell(
                TestLife.UNIT, "name", life.body(ana, life.today().minusDays(3)).put("family_name", "Tzul"));
        assertThat(person(ana).family()).as("a change from before the death").isEqualTo("Tzul");
        Actor child = people.citizen("Luz Choc", life.today().minusYears(4));
        assertRefused(() -> life.tell(TestLife.UNIT, "birth", birth(life.today(), child)), "/parents/0", "be a parent");
    }

    @ParameterizedTest
    @CsvSource({"police, death", "immigration, death", "vital-statistics, naturalisation", "vital-statistics, nonsense"
    })
    void whoHasNoAgreementIsRefusedAndThatIsInTheLog(String sender, String purpose) {
        Actor ana = people.citizen();
        assertThatThrownBy(() -> life.tell(sender, purpose, life.body(ana, life.today())))
                .asInstanceOf(type(Problem.class))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        assertThat(person(ana).status()).isEqualTo(Person.Status.ACTIVE);
        assertThat(db.sql(
                                "select detail ->> 'reason' from audit.entry where subject = ? and event = 'REGISTER_REFUSED'")
                        .param(ana.number())
                        .query(String.class)
                        .single())
                .isEqualTo("no-agreement");
    }
}
