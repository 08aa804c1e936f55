package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Signs the certificate of registration for a vehicle's keeper; those of earlier keepers are no longer valid. */
@Component
@EffectName("transport.certificate")
class IssueRegistration implements CaseEffect {
    private static final String TYPE = "vehicle-registration";
    private static final LocalizedText TITLE =
            LocalizedText.of("Certificate of registration of a vehicle", "Certificado de registro de un vehículo");

    private final Register register;
    private final Transfers transfers;
    private final Documents documents;
    private final Outdated outdated;
    private final Services services;
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
            Services services,
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
        this.services = services;
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
        IssuedDocument document = documents.issue(new IssueOrder(
                        file.number() + "/registration",
                        TYPE,
                        "VRC",
                        TITLE,
                        file.agency(),
                        holder,
                        keeper.name(),
                        file.number(),
                        "documents/plain-pdf",
                        Map.of(
                                "facts",
                                facts(vehicle, plate),
                                "paragraphs",
                                List.of(text("transport.certificate.says"))),
                        data(vehicle, plate, keeper),
                        null,
                        null)
                .as(services.of(file).classOf(TYPE)));
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

    private Map<String, String> facts(Vehicle vehicle, String plate) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(text("transport.plate"), plate);
        facts.put(text("transport.chassis"), vehicle.chassis());
        facts.put(
                text("transport.kind"), text("transport.kind." + vehicle.kind().name()));
        facts.put(text("transport.make"), vehicle.make() + " " + vehicle.model());
        facts.put(text("transport.year"), Integer.toString(vehicle.year()));
        facts.put(text("transport.colour"), text("transport.colour." + vehicle.colour()));
        return facts;
    }

    /** In both languages: who reads it may have the other one. */
    private String text(String key) {
        return messages.text(Locale.ENGLISH, key) + " / " + messages.text(Locale.of("es"), key);
    }

    private ObjectNode data(Vehicle vehicle, String plate, Keeper keeper) {
        return json.createObjectNode()
                .put("type", TYPE)
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
