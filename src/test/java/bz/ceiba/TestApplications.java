package bz.ceiba;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.documents.Files;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Applications for a police record certificate, for journeys that begin later than with the form. */
@Component
class TestApplications {
    private final Cases cases;
    private final Services services;
    private final Files files;

    TestApplications(Cases cases, Services services, Files files) {
        this.cases = cases;
        this.services = services;
        this.files = files;
    }

    CaseFile unpaid(Actor citizen) {
        var proof =
                files.store(citizen.subject(), "card.png", new ByteArrayInputStream(PoliceRecordJourney.PHOTO.buffer));
        return cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("policerecords.certificate").orElseThrow(),
                citizen,
                empty().put("purpose", "employment")
                        .put("phone", "600-7788")
                        .put("proof", proof.id().toString())
                        .put("speed", "ordinary"),
                "es"));
    }

    CaseFile paid(Actor citizen) {
        return cases.advance(unpaid(citizen).number(), "pay", empty());
    }

    /** Paid, and the register has been asked. */
    CaseFile review(Actor citizen) {
        CaseFile file = paid(citizen);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> now(file).state(), "review"::equals);
        return now(file);
    }

    CaseFile move(Actor actor, CaseFile file, String transition, ObjectNode input) {
        return cases.move(
                actor, new Move(file.number(), now(file).revision(), transition, input, empty(), Locale.ENGLISH));
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
