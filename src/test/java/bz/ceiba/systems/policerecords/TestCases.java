package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.kernel.CaseNumber;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Cases of the service as they are once they are paid, without the way through form and payment. */
@Component
class TestCases {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JdbcClient db;
    private final Cases cases;
    private final ScreenCase screen;
    private final JsonMapper json;
    private final Clock clock;

    TestCases(JdbcClient db, Cases cases, ScreenCase screen, JsonMapper json, Clock clock) {
        this.db = db;
        this.cases = cases;
        this.screen = screen;
        this.json = json;
        this.clock = clock;
    }

    /** A paid case in the state screening. */
    CaseFile paid(Actor applicant, String purpose) {
        return paid(applicant, purpose, 2);
    }

    private CaseFile paid(Actor applicant, String purpose, int version) {
        CaseNumber number = CaseNumber.random("PR", 2026, RANDOM);
        String form = json.createObjectNode()
                .put("purpose", purpose)
                .put("recipient", "Test Employer Ltd")
                .put("speed", "ordinary")
                .toString();
        java.time.OffsetDateTime now = clock.instant().atOffset(java.time.ZoneOffset.UTC);
        db.sql("""
                insert into cases.case_file (number, service, version, agency, person, person_name, form, facts, state,
                  revision, assurance, language, urgent, submitted_at, started_on, due_on, waiting, submission_key)
                values (?, 'policerecords.certificate', ?, 'police', ?, ?, cast(? as jsonb), '{}', 'screening',
                  1, 'low', 'en', false, ?, current_date, current_date + 5, 'system', ?)
                """)
                .param(number.text())
                .param(version)
                .param(applicant.number())
                .param(applicant.name())
                .param(form)
                .param(now)
                .param(UUID.randomUUID().toString())
                .update();
        db.sql("""
                insert into cases.event (number, revision, at, transition, to_state, actor, actor_name, input)
                values (?, 1, ?, 'submit', 'screening', ?, ?, '{}')
                """)
                .param(number.text())
                .param(now)
                .param(applicant.number())
                .param(applicant.name())
                .update();
        return now(number);
    }

    /** A case that the registers were asked about. */
    CaseFile screened(Actor applicant, String purpose) {
        return screened(applicant, purpose, 2);
    }

    /** Under a version of the service. */
    CaseFile screened(Actor applicant, String purpose, int version) {
        CaseFile file = paid(applicant, purpose, version);
        screen.run(file);
        return now(file.number());
    }

    CaseFile now(CaseNumber number) {
        return cases.find(number).orElseThrow();
    }

    CaseFile move(Actor actor, CaseFile file, String transition, String field, String text) {
        ObjectNode input = json.createObjectNode();
        if (!field.isEmpty()) {
            input.put(field, text);
        }
        return cases.move(
                actor,
                new Move(file.number(), now(file.number()).revision(), transition, input, json.createObjectNode()));
    }

    CaseFile approve(Actor officer, CaseFile file) {
        move(officer, file, "approve", "", "");
        return await(file, "issued");
    }

    CaseFile await(CaseFile file, String state) {
        Awaitility.await().atMost(PATIENCE).until(() -> now(file.number()).state(), state::equals);
        return now(file.number());
    }
}
