package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.CaseNumber;
import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Cases of the service as they are once they are paid, without the way through form and payment. */
@Component
class TestCases {
    private static final String SERVICE = CertificatePanel.SERVICE;
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JdbcClient db;
    private final Cases cases;
    private final Services services;
    private final Files files;
    private final ScreenCase screen;
    private final JsonMapper json;
    private final Clock clock;

    TestCases(
            JdbcClient db,
            Cases cases,
            Services services,
            Files files,
            ScreenCase screen,
            JsonMapper json,
            Clock clock) {
        this.db = db;
        this.cases = cases;
        this.services = services;
        this.files = files;
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

    /** A case as its applicant sends it, waiting for the payment. */
    CaseFile applied(Actor citizen, String purpose, String speed) {
        UploadedFile proof = files.store(citizen.subject(), "card.png", new ByteArrayInputStream(PHOTO));
        ObjectNode form = json.createObjectNode()
                .put("purpose", purpose)
                .put("proof", proof.id().toString())
                .put("speed", speed);
        if (purpose.equals("visa")) {
            form.put("country", "Mexico");
        }
        if (purpose.equals("licence")) {
            form.put("licenceKind", "driver");
        }
        return cases.submit(new Submission(
                UUID.randomUUID().toString(), services.current(SERVICE).orElseThrow(), citizen, form, "en"));
    }

    static Conviction conviction(long person) {
        return new Conviction(
                0,
                0,
                person,
                "Belmopan Magistrate's Court",
                "BPM 3/2026",
                "Common assault",
                Category.VIOLENCE,
                null,
                LocalDate.of(2026, 1, 12),
                "Fine of BZ$500",
                SentenceKind.FINE,
                null,
                null,
                false,
                false,
                false);
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
                new Move(
                        file.number(),
                        now(file.number()).revision(),
                        transition,
                        input,
                        json.createObjectNode(),
                        Locale.ENGLISH));
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
