package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.time.LocalDate;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Looks the vehicle up, and asks the other one whether he takes it if nothing stands against it. */
@Component
@EffectName("transport.receive-transfer")
class ReceiveTransfer implements CaseEffect {
    private final TransferCheck check;
    private final Transfers transfers;
    private final Cases cases;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final String baseUrl;

    ReceiveTransfer(
            TransferCheck check,
            Transfers transfers,
            Cases cases,
            Notices notices,
            TransactionTemplate transaction,
            JsonMapper json,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.check = check;
        this.transfers = transfers;
        this.cases = cases;
        this.notices = notices;
        this.transaction = transaction;
        this.json = json;
        this.baseUrl = baseUrl;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("received")) {
            return;
        }
        // Whoever has a number that was written by mistake is asked nothing and learns nothing.
        boolean isWho = check.isWho(file);
        transaction.executeWithoutResult(status -> {
            String against = check.register(file);
            if (against.isEmpty() && !isWho) {
                against = TransferCheck.NUMBER;
            }
            if (!against.isEmpty()) {
                cases.advance(file.number(), "look", json.createObjectNode().put("against", against));
                return;
            }
            ask(file);
        });
    }

    private void ask(CaseFile file) {
        Vehicle vehicle = check.vehicle(file).orElseThrow();
        PersonNumber buyer = TransferCheck.buyer(file).orElseThrow();
        LocalDate handedOn = TransferCheck.handedOn(file).orElseThrow();
        String plate = Plates.parse(file.form().path("plate").asString("")).orElseThrow();
        transfers.add(new Transfer(
                file.number(), vehicle.id(), plate, file.person(), file.personName(), buyer, null, handedOn, null));
        notices.send(new Notice(
                "transport/transfer/" + file.number(),
                buyer,
                "transport.notice.take",
                Map.of("who", file.personName(), "plate", plate, "link", baseUrl + VehiclesController.PATH),
                null));
        cases.advance(
                file.number(),
                "asked-other",
                json.createObjectNode().put("against", "").put("vehicle", vehicle.chassis()));
    }
}
