package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.RoomMigration;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.register.Evidence.Check;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@CeibaTest
class VerificationsTest {
    private static final Set<String> ALL = Set.of(
            "given_name",
            "middle_name",
            "family_name",
            "birth_family_name",
            "birthdate",
            "gender",
            "place_of_birth",
            "nationalities");

    @Autowired
    Verifications verifications;

    @Autowired
    Proofs proofs;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    People people;

    @Autowired
    DemoPeople demo;

    @Autowired
    TestPeople testPeople;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private static Schema schema() throws Exception {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new ClassPathResource("identity/verified-claims.json").getInputStream());
    }

    private static void assertFollowsTheSpecification(Schema schema, VerifiedClaims claims) {
        assertThat(schema.validate(JsonMapper.shared().valueToTree(claims.json())))
                .as("%s", claims.json())
                .isEmpty();
    }

    @Test
    void whatIsToldOfEverybodyFollowsTheSchemaOfTheSpecification() throws Exception {
        Schema schema = schema();
        // But for those of whom another test has just let the register stand by nothing.
        List<UUID> ids = db.sql("""
                select id from identity.person p
                where exists (select 1 from identity.verification v where v.person = p.id and v.known_until is null)
                order by number limit 300
                """).query(UUID.class).list();
        assertThat(ids).hasSize(300).allSatisfy(id -> {
            List<VerifiedClaims> verified = verifications.of(id, ALL);
            assertThat(verified).isNotEmpty();
            verified.forEach(one -> assertFollowsTheSpecification(schema, one));
        });
    }

    @Test
    void whatOfficersSawAtACounterFollowsItToo() throws Exception {
        Schema schema = schema();
        Person ana = people.find(testPeople.citizen().person()).orElseThrow();
        String referee = testPeople.citizen().number();
        for (Proof proof : List.of(
                new Proof("licence", "L-17", null, null, true, true),
                new Proof(Proof.VOUCH, "Folder 17", referee, "Teacher", true, false))) {
            transaction.executeWithoutResult(status -> proofs.keep(ana, proof, "egov", "counter/" + proof.kind()));
        }
        assertThat(verifications.of(ana.id(), ALL))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(one -> {
                    assertFollowsTheSpecification(schema, one);
                });
        assertThat(new Proof(Proof.VOUCH, "Folder 17", referee, "Teacher", false, true).level())
                .isEqualTo(Assurance.LOW);
        assertThat(new Proof("passport", "P1", null, null, false, true).level()).isEqualTo(Assurance.LOW);
    }

    @Test
    void theSchemaRefusesWhatTheSpecificationDoes() throws Exception {
        Schema schema = schema();
        JsonMapper json = JsonMapper.shared();
        assertThat(
                        List.of(
                                "{'claims': {'given_name': 'Ana'}}",
                                "{'verification': {'trust_framework': 'bz_identity'}}",
                                "{'verification': {}, 'claims': {'given_name': 'Ana'}}",
                                "{'verification': {'trust_framework': 'x', 'time': '2026-01-01'}, 'claims': {'a': 1}}",
                                "{'verification': {'trust_framework': 'x', 'evidence': [{'type': 'rumour'}]}, 'claims': {'a': 1}}",
                                "{'verification': {'trust_framework': 'x', 'evidence': [{'type': 'document', 'document_details': {}}]}, 'claims': {'a': 1}}"))
                .allSatisfy(wrong -> assertThat(schema.validate(json.readTree(wrong.replace('\'', '"'))))
                        .isNotEmpty());
    }

    @Test
    void whatIsVerifiedIsWhatTheRegisterSays() {
        List<UUID> ids = db.sql("""
                        (select id from identity.person where birth_name is null order by number limit 20)
                        union all (select id from identity.person where birth_name is not null order by number limit 20)
                        """).query(UUID.class).list();
        assertThat(ids).hasSizeGreaterThan(30).allSatisfy(id -> {
            Person person = people.find(id).orElseThrow();
            Map<String, Object> told = new HashMap<>();
            verifications.of(id, ALL).forEach(one -> told.putAll(one.claims()));
            assertThat(told)
                    .containsEntry("given_name", person.given())
                    .containsEntry("family_name", person.family())
                    .containsEntry("birthdate", person.birthDate().toString());
            assertThat(told.get("middle_name")).isEqualTo(person.middle());
        });
    }

    @Test
    void onlyWhatIsAskedForIsTold() {
        Person ana = person();
        List<VerifiedClaims> verified = verifications.of(ana.id(), Set.of("birthdate", "shoe_size"));
        assertThat(verified).isNotEmpty().allSatisfy(one -> assertThat(one.claims())
                .containsOnlyKeys("birthdate"));
        assertThat(verifications.of(ana.id(), Set.of())).isEmpty();
        assertThat(verified.getFirst().verification())
                .containsEntry("trust_framework", "bz_identity")
                .containsEntry("assurance_level", "high")
                .containsKeys("time", "verification_process", "evidence");
    }

    private Person person() {
        return people.find(testPeople.citizen().person()).orElseThrow();
    }

    private Verification verified(
            Person person, List<Evidence> evidence, Map<String, @Nullable Object> claims, LocalDate from, Instant at) {
        return new Verification(
                UUID.randomUUID(),
                person.id(),
                at,
                "T/" + UUID.randomUUID(),
                "vital-statistics",
                evidence,
                claims,
                from,
                at);
    }

    private static Evidence record(String... checks) {
        return new Evidence.ElectronicRecord(
                List.of(checks).stream().map(Check::of).toList(),
                new Evidence.RecordDetails("birth_register", null, null));
    }

    private static Evidence document(String... checks) {
        return new Evidence.Document(
                List.of(checks).stream().map(Check::of).toList(),
                new Evidence.DocumentDetails("passport", "P1", null, null, null));
    }

    private static Evidence vouch(String... checks) {
        return new Evidence.Vouch(
                List.of(checks).stream().map(Check::of).toList(),
                new Evidence.Attestation(
                        "written_attestation", null, null, new Evidence.Voucher("Rosa", "Justice of the Peace", null)));
    }

    @Test
    void aNewerFactReplacesAnOlderOneAndWhatWasKnownBeforeCanStillBeTold() {
        Person ana = person();
        Instant before = clock.instant();
        Instant now = before.plus(1, ChronoUnit.SECONDS);
        LocalDate today = LocalDate.of(2026, 11, 1);
        Map<String, @Nullable Object> names = new HashMap<>();
        names.put("family_name", "Castillo");
        names.put("middle_name", null);
        Verification marriage = verified(ana, List.of(record(Evidence.DATA)), names, today, now);
        verifications.add(List.of(marriage));

        assertThat(verifications.of(ana.id(), Set.of("family_name"), now))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.claims()).containsEntry("family_name", "Castillo");
                    assertThat(one.verification()).containsEntry("verification_process", marriage.process());
                });
        assertThat(verifications.of(ana.id(), Set.of("family_name"), before))
                .allSatisfy(one -> assertThat(one.claims()).containsEntry("family_name", ana.family()));

        Verification late = verified(
                ana,
                List.of(record(Evidence.DATA)),
                Map.of("family_name", "Tzul"),
                today.minusYears(1),
                now.plusMillis(1));
        verifications.add(List.of(late));
        assertThat(verifications.of(ana.id(), Set.of("family_name"), now.plusMillis(1)))
                .as("what became so earlier but arrives later")
                .singleElement()
                .satisfies(one -> assertThat(one.claims()).containsEntry("family_name", "Castillo"));
    }

    @Test
    void whatIsWithdrawnBacksNothingFromThenOn() {
        Person ana = person();
        Instant now = clock.instant().minusSeconds(5);
        Verification wrong = verified(
                ana, List.of(record(Evidence.DATA)), Map.of("family_name", "Wrong"), LocalDate.of(2026, 11, 1), now);
        verifications.add(List.of(wrong));
        verifications.withdraw(ana.id(), wrong.process(), wrong.source());
        assertThat(verifications.of(
                        ana.id(), Set.of("family_name"), clock.instant().plusSeconds(1)))
                .allSatisfy(one -> assertThat(one.claims()).containsEntry("family_name", ana.family()));
        assertThat(verifications.of(ana.id(), Set.of("family_name"), now))
                .singleElement()
                .satisfies(one -> assertThat(one.claims()).containsEntry("family_name", "Wrong"));
    }

    @Test
    void theLevelOfProofFollowsThePublishedRules() {
        assertThat(Proofing.level(List.of())).isEqualTo(Assurance.LOW);
        assertThat(Proofing.level(List.of(record(Evidence.DATA)))).isEqualTo(Assurance.LOW);
        assertThat(Proofing.level(List.of(document(Evidence.INSPECTED, Evidence.DATA))))
                .as("a document without its bearer")
                .isEqualTo(Assurance.LOW);
        assertThat(Proofing.level(List.of(document(Evidence.INSPECTED, Evidence.SEEN))))
                .as("a document that its issuer was not asked about")
                .isEqualTo(Assurance.LOW);
        assertThat(Proofing.level(List.of(document(Evidence.INSPECTED, Evidence.DATA, Evidence.SEEN))))
                .isEqualTo(Assurance.SUBSTANTIAL);
        assertThat(Proofing.level(List.of(vouch(Evidence.SEEN)))).isEqualTo(Assurance.LOW);
        assertThat(Proofing.level(List.of(vouch(Evidence.SEEN), record(Evidence.DATA))))
                .isEqualTo(Assurance.SUBSTANTIAL);
        assertThat(Proofing.level(List.of(vouch(Evidence.SEEN, Evidence.MEASURED), record(Evidence.DATA))))
                .as("nobody is kept from the highest level for having no papers")
                .isEqualTo(Assurance.HIGH);
        assertThat(Proofing.level(
                        List.of(document(Evidence.INSPECTED, Evidence.DATA, Evidence.SEEN, Evidence.MEASURED))))
                .isEqualTo(Assurance.HIGH);
        assertThat(Proofing.level(List.of(document(Evidence.DATA, Evidence.MEASURED))))
                .isEqualTo(Assurance.LOW);
    }

    @Test
    void aSignInIsWorthNoMoreThanTheProofOfWhoItIs() {
        assertThat(Proofing.atMost(Assurance.LOW, Assurance.HIGH)).isEqualTo(Assurance.LOW);
        assertThat(Proofing.atMost(Assurance.HIGH, Assurance.LOW)).isEqualTo(Assurance.LOW);
        assertThat(Proofing.atMost(Assurance.SUBSTANTIAL, Assurance.SUBSTANTIAL))
                .isEqualTo(Assurance.SUBSTANTIAL);
    }

    @Test
    void theDemonstrationsAccountsAreProvedAtTheHighestLevel() {
        assertThat(demo.numbers().values()).allSatisfy(number -> assertThat(
                        verifications.proofed(people.find(number).orElseThrow()))
                .isEqualTo(Assurance.HIGH));
    }

    @Test
    void whoWasInTheRegisterBeforeIsVerifiedByItsRecordAndStaffKeepTheirLevel() {
        RoomMigration room = new RoomMigration("identity");
        JdbcClient old = room.to(6);
        for (String[] who : List.of(new String[] {"1", "f"}, new String[] {"2", "t"})) {
            String number = TestPeople.number();
            old.sql("""
                    insert into identity.person (id, number, given, family, sex, birth_date, birth_place, district, town, address,
                      language, status)
                    values (gen_random_uuid(), :number, 'Ana', :family, 'F', date '1990-01-31', 'Dangriga', 'stann-creek', 'Dangriga',
                      '1 Test Street', 'en', 'ACTIVE')
                    """).param("number", number).param("family", who[0]).update();
            if (who[1].equals("t")) {
                old.sql("insert into identity.password values (:number, 'x', now())")
                        .param("number", number)
                        .update();
            }
        }
        room.to(8);
        assertThat(old.sql("""
                        select p.family || ' ' || v.assurance_level || ' ' || (v.claims ->> 'birthdate') || ' ' || jsonb_exists(v.claims, 'middle_name')
                        from identity.verification v join identity.person p on p.id = v.person order by 1
                        """).query(String.class).list())
                .containsExactly("1 low 1990-01-31 false", "2 substantial 1990-01-31 false");
        assertThat(Objects.requireNonNull(
                        old.sql("select count(*) from identity.verification where jsonb_array_length(evidence) = 2")
                                .query(Long.class)
                                .single()))
                .isEqualTo(1);
    }
}
