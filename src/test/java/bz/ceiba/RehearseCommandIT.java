package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.cases.Rehearsal;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@CeibaTest
class RehearseCommandIT {
    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.test.owner-url}")
    String owner;

    private CaseFile paid(String plate) {
        Actor citizen = people.citizen();
        ObjectNode form = JsonNodeFactory.instance.objectNode().put("purpose", "paid");
        if (!plate.isEmpty()) {
            form.put("plate", plate);
        }
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(), services.version("testing.licence", 1), citizen, form, "en"));
        CaseFile paid = cases.advance(file.number(), "pay", JsonNodeFactory.instance.objectNode());
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        return cases.move(
                people.officer("police"),
                new Move(paid.number(), paid.revision(), "grant", none, none, Locale.ENGLISH));
    }

    private Rehearsal.Result rehearsed(int version) throws SQLException {
        try (Connection connection = DriverManager.getConnection(owner)) {
            return Rehearsal.run(
                    connection, "testing.licence", version, Country.load(), Messages.load(), Clock.systemUTC());
        }
    }

    private static List<String> of(Rehearsal.Result result, CaseFile file) {
        return result.differences().stream()
                .filter(d -> d.caseNumber().equals(file.number().text()))
                .map(d -> d.what() + ": " + d.before() + " -> " + d.after())
                .toList();
    }

    @Test
    void listsFeeDeadlineMissingAnswerAndGuardThatTheNewVersionWouldDecideOtherwise() throws Exception {
        CaseFile without = paid("");
        CaseFile with = paid("C-1");
        Rehearsal.Result result = rehearsed(2);
        assertThat(of(result, without))
                .satisfiesExactlyInAnyOrder(
                        d -> assertThat(d).startsWith("fee: BZ$20.00 -> BZ$"),
                        d -> assertThat(d).isEqualTo("deadline: 5 working days -> 2 working days"),
                        d -> assertThat(d).startsWith("form: accepted -> ").contains("Boat"),
                        d -> assertThat(d).isEqualTo("step: grant allowed -> grant refused"));
        assertThat(of(result, with)).hasSize(3).noneMatch(d -> d.startsWith("step"));
        assertThat(result.affected()).isGreaterThanOrEqualTo(2).isLessThanOrEqualTo(result.cases());
    }

    @Test
    void theVersionUnderWhichTheyRanWouldDecideAllAsBefore() throws Exception {
        CaseFile file = paid("");
        assertThat(of(rehearsed(1), file)).isEmpty();
    }

    @Test
    void aCaseOlderThanAYearIsLeftOut() throws Exception {
        CaseFile file = paid("");
        db.sql("update cases.case_file set submitted_at = now() - interval '366 days' where number = ?")
                .param(file.number().text())
                .update();
        assertThat(of(rehearsed(2), file)).isEmpty();
    }

    @Test
    void itChangesNothing() {
        paid("");
        String before = all();
        assertThat(run("testing.licence", "--version", "2", "--database", owner))
                .isEqualTo(1);
        assertThat(all()).isEqualTo(before);
    }

    private String all() {
        return db.sql(
                        "select md5(string_agg(c::text, '' order by number)) from cases.case_file c where service = 'testing.licence'")
                .query(String.class)
                .single();
    }

    @Test
    void saysTwoWhenItCantSay(@TempDir Path empty) {
        assertThat(run("testing.nothing", "--database", owner)).isEqualTo(2);
        assertThat(run("testing.licence", "--version", "9", "--database", owner))
                .isEqualTo(2);
        assertThat(run("testing.licence", "--data", empty.toString())).isEqualTo(2);
        assertThatThrownBy(() -> run("testing.licence", "--version", "two", "--database", owner))
                .isInstanceOf(LaunchFailure.class);
    }

    private static int run(String... words) {
        List<String> all = new ArrayList<>(List.of("services", "rehearse"));
        all.addAll(List.of(words));
        return ServicesCommand.run(Launch.parse(all));
    }
}
