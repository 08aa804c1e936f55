package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.cases.Papers;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Signs the certificate of registration for a vehicle's keeper; those of earlier keepers are no longer valid. */
@Component
@EffectName("transport.certificate")
class IssueRegistration implements CaseEffect {
    private static final Papers.Paper CERTIFICATE = new Papers.Paper(
            "vehicle-registration",
            "VRC",
            LocalizedText.of("Certificate of registration of a vehicle", "Certificado de registro de un vehículo"),
            "transport.certificate.says",
            "registration");

    private final Register register;
    private final Transfers transfers;
    private final Documents documents;
    private final Outdated outdated;
    private final Papers papers;
    private final Cases cases;
    private final Messages messages;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    IssueRegistration(
            Register register,
            Transfers transfers,
            Documents documents,
            Outdated outdated,
            Papers papers,
            Cases cases,
            Messages messages,
            JdbcClient db,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.register = register;
        this.transfers = transfers;
        this.documents = documents;
        this.outdated = outdated;
        this.papers = papers;
        this.cases = cases;
        this.messages = messages;
        this.db = db;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void run(CaseFile file) {
        Vehicle vehicle = transfers
                .find(file.number())
                .flatMap(transfer -> register.find(transfer.vehicle()))
                .or(() -> register.byChassis(
                        Plates.chassis(file.form().path("chassis").asString(""))))
                .orElseThrow();
        VehicleNow now = register.now(vehicle);
        Keeper keeper = now.keeper();
        String plate = now.plate().orElse("");
        if (keeper == null || keeper.number().isEmpty()) {
            return;
        }
        PersonNumber holder = new PersonNumber(keeper.number());
        IssuedDocument document = documents.issue(papers.order(
                file, holder, keeper.name(), CERTIFICATE, facts(vehicle, plate), data(vehicle, plate, keeper), null));
        transaction.executeWithoutResult(status -> {
            outdated.revoke(
                    db.sql("select document from transport.certificate where vehicle = ? and document <> ?")
                            .param(vehicle.id())
                            .param(document.number())
                            .query(String.class)
                            .list(),
                    file.number());
            db.sql("""
                    insert into transport.certificate (document, vehicle, holder, issued_at) values (?, ?, ?, ?) on conflict do nothing
                    """)
                    .param(document.number())
                    .param(vehicle.id())
                    .param(holder.digits())
                    .param(clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            cases.noteBySystem(file.number(), json.createObjectNode().put("document", document.number()));
        });
    }

    private SequencedMap<String, String> facts(Vehicle vehicle, String plate) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("transport.plate", plate);
        facts.put("transport.chassis", vehicle.chassis());
        facts.put(
                "transport.kind",
                messages.everywhere("transport.kind." + vehicle.kind().name()));
        facts.put("transport.make", vehicle.make() + " " + vehicle.model());
        facts.put("transport.year", Integer.toString(vehicle.year()));
        facts.put("transport.colour", messages.everywhere("transport.colour." + vehicle.colour()));
        return facts;
    }

    private ObjectNode data(Vehicle vehicle, String plate, Keeper keeper) {
        return json.createObjectNode()
                .put("type", CERTIFICATE.type())
                .put("plate", plate)
                .put("chassis", vehicle.chassis())
                .put("kind", vehicle.kind().name())
                .put("make", vehicle.make())
                .put("model", vehicle.model())
                .put("year", vehicle.year())
                .put("colour", vehicle.colour())
                .put("keeper", keeper.name());
    }
}
