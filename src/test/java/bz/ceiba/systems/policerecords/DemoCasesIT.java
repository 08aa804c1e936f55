package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.cases.PastCase;
import bz.ceiba.platform.cases.PastCases;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/** Each test fills the database and undoes it, so that the other tests' worklists stay theirs. */
@CeibaTest
class DemoCasesIT {
    private static final Instant NOW = Instant.parse("2026-11-24T17:00:00Z");

    @Autowired
    DemoCases demo;

    @Autowired
    PastCases pasts;

    @Autowired
    Services services;

    @Autowired
    Country country;

    @Autowired
    JdbcClient db;

    @Autowired
    TransactionTemplate transaction;

    private <T> T undone(Supplier<T> what) {
        return Objects.requireNonNull(transaction.execute(status -> {
            status.setRollbackOnly();
            return what.get();
        }));
    }

    private int count(String condition) {
        return db.sql("select count(*) from cases.case_file where submission_key like 'past/%' and (" + condition + ")")
                .query(Integer.class)
                .single();
    }

    @Test
    void aFirstStartSeesCasesInAllStatesInWhichPeopleWaitOrThatAreAnEnd() {
        ServiceDefinition definition =
                services.current(CertificatePanel.SERVICE).orElseThrow();
        undone(() -> {
            long begin = System.nanoTime();
            demo.fill(360, NOW);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            assertThat(count("true")).isGreaterThan(100);
            definition.states().forEach((name, state) -> {
                // A possible match that came later needs a record in the register, and made-up cases have none.
                if (state.waiting() != ServiceDefinition.Waiting.SYSTEM && !name.equals("in-recheck")) {
                    assertThat(count("state = '" + name + "'")).as(name).isPositive();
                }
            });
            assertThat(count("waiting = 'officer' and officer is null")).isPositive();
            assertThat(count("waiting = 'officer' and officer is not null")).isPositive();
            assertThat(count("closed_at is null and due_on < date '2026-11-24' and days_left is null"))
                    .as("overdue")
                    .isPositive();
            assertThat(count("timer_at < timestamptz '" + NOW + "'"))
                    .as("time has passed over nothing")
                    .isZero();
            assertThat(count("submitted_at >= timestamptz '" + NOW + "' or closed_at >= timestamptz '" + NOW + "'"))
                    .isZero();
            assertThat(count("district is not null")).isGreaterThan(90);
            return true;
        });
        assertThat(count("true")).isZero();
    }

    @Test
    void theSameCasesEachTime() {
        assertThat(undone(() -> text(demo.fill(200, NOW)))).isEqualTo(undone(() -> text(demo.fill(200, NOW))));
    }

    private static String text(List<PastCase> cases) {
        return cases.stream()
                .map(c -> c.number() + " " + c.person() + " " + c.form() + " " + c.steps())
                .toList()
                .toString();
    }

    @Test
    void aHistoryThatTheDefinitionDoesNotAllowIsRefused() {
        PastCase sound = undone(() -> demo.fill(1, NOW)).getFirst();
        PastCase.Step approve = new PastCase.Step(
                "approve",
                sound.submittedAt(),
                null,
                null,
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode());
        PastCase wrong = new PastCase(
                sound.definition(),
                sound.number(),
                sound.person(),
                sound.personName(),
                "en",
                sound.form(),
                sound.submittedAt(),
                List.of(approve));
        assertThatThrownBy(() -> undone(() -> {
                    pasts.add(List.of(wrong));
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the step 'approve' is not possible in the state 'awaiting-payment'");
    }
}
