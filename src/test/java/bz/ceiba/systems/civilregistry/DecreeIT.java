package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.civilregistry.MaritalStatus.Status;
import bz.ceiba.systems.identity.register.TestLife;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/** Decrees of divorce and nullity, and what becomes of the marriage. */
@CeibaTest
class DecreeIT {
    @Autowired
    TestUnions unions;

    @Autowired
    TestBirths births;

    @Autowired
    TestDeaths deaths;

    @Autowired
    TestPeople people;

    @Autowired
    TestLife life;

    @Autowired
    JdbcClient db;

    @Autowired
    MaritalStatus status;

    @Autowired
    Documents documents;

    @Test
    void aCourtsDecreeIsEnteredOnceAnnotatedAndEndsTheMarriage() {
        Actor one = people.citizen("Verna Parted");
        Actor other = people.citizen("Egbert Parted");
        Entry marriage = unions.married(one, other);
        CaseFile file = births.awaitFact(births.caseOf(marriage), "document");
        IssuedDocument certificate =
                documents.find(file.facts().path("document").asString()).orElseThrow();
        ObjectNode decree = unions.decree("divorce", marriage);
        assertThatThrownBy(() -> unions.notifyDecree("courts", decree.deepCopy().put("one_name", "Wilhelm Klassen")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.fields())
                        .extracting(Problem.FieldError::field)
                        .containsExactly("/one_name"));
        assertThatThrownBy(() -> unions.notifyDecree("churches", decree))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        assertThat(status.of(one.person())).as("nothing came of these").isEqualTo(Status.MARRIED);

        UUID leave = life.delegation(one, other, Set.of());
        assertThat(relatives(one, other)).isTrue();
        String entered = unions.notifyDecree("courts", decree).path("entry").asString();
        assertThat(entered).startsWith("R");
        assertThat(unions.notifyDecree("courts", decree).path("known").asBoolean())
                .isTrue();
        ObjectNode onPaper =
                decree.deepCopy().put("number", decree.path("number").asString() + "-paper");
        assertThat(unions.notifyDecree(RegisterEntry.AGENCY, onPaper)
                        .path("entry")
                        .asString())
                .as("an officer has the same decree on paper")
                .isEqualTo(entered);
        Entry now = births.again(marriage);
        assertThat(now.registered()).as("the entry itself stays").isEqualTo(marriage.registered());
        assertThat(now.has(Annotation.Ground.DIVORCED)).isTrue();
        assertThat(now.today().get(Field.ENDED_BY)).isEqualTo(entered);
        assertThat(status.of(one.person())).isEqualTo(Status.DIVORCED);
        assertThat(status.of(other.person())).isEqualTo(Status.DIVORCED);
        assertThat(documents.find(certificate.number()).orElseThrow().revokedAt())
                .isNotNull();
        assertThatThrownBy(() -> unions.notifyDecree(
                        "courts", unions.decree("nullity", marriage).put("court_order", "Another action")))
                .as("it ended before")
                .isInstanceOf(Problem.class);
        assertThat(unions.standing(one, people.citizen("Lennox Next"))
                        .facts()
                        .path("married")
                        .asString())
                .as("she may marry again")
                .isEmpty();

        Awaitility.await().until(() -> !relatives(one, other));
        assertThat(db.sql("select kind from identity.relation where number = ? and relative = ?")
                        .params(one.number(), other.number())
                        .query(String.class)
                        .single())
                .as("partial to one another still")
                .isEqualTo("FORMER_SPOUSE");
        assertThat(db.sql("select ended_why from identity.mandate where id = ?")
                        .param(leave)
                        .query(String.class)
                        .single())
                .as("he acts for her no more")
                .isEqualTo("DIVORCE");
        for (Actor spouse : List.of(one, other)) {
            assertThat(db.sql("""
                            select e.service from exchange.event e join exchange.delivery d on d.event = e.id
                            where e.subject = ? and d.consumer = 'social-security' order by e.id
                            """).param(spouse.number()).query(String.class).list())
                    .containsExactly("civilregistry.marriage-registered", "civilregistry.decree-registered");
        }
    }

    private boolean relatives(Actor one, Actor other) {
        return db.sql(
                        "select exists (select from identity.relation where number = ? and relative = ? and kind = 'SPOUSE')")
                .params(one.number(), other.number())
                .query(Boolean.class)
                .single();
    }

    @Test
    void whoseMarriageWasVoidWasNeverMarriedAndNobodyEntersHisOwn() {
        Actor one = people.officer(RegisterEntry.AGENCY);
        Actor other = people.citizen("Kyle Void");
        Entry marriage = unions.married(one, other);
        var page = people.session(one)
                .post(
                        "/civilregistry/notify/decree",
                        Map.of(
                                "number", "OWN-1",
                                "kind", "nullity",
                                "marriageEntry", marriage.reference().text(),
                                "court", "High Court",
                                "courtOrder", "Action 4",
                                "absoluteOn.day",
                                        Integer.toString(births.today().getDayOfMonth()),
                                "absoluteOn.month",
                                        Integer.toString(births.today().getMonthValue()),
                                "absoluteOn.year",
                                        Integer.toString(births.today().getYear()),
                                "oneName", one.name(),
                                "otherName", other.name()));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Nobody enters what is about himself");
        unions.notifyDecree("courts", unions.decree("nullity", marriage));
        assertThat(status.of(other.person())).isEqualTo(Status.NEVER_MARRIED);
    }

    @Test
    void theDeathOfASpouseEndsAMarriage() {
        Actor one = people.citizen("Blanca Bereft");
        Actor other = people.citizen("Justo Bereft");
        unions.married(one, other);
        deaths.registered(one, deaths.form(other, births.today().minusDays(1)));
        assertThat(status.of(one.person())).isEqualTo(Status.WIDOWED);
        assertThat(status.standing(one.person())).isEmpty();
    }
}
