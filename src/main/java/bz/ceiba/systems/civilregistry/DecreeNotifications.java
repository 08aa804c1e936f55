package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes what courts decree of marriages: {@code civilregistry.decree-notification}. */
@Component
class DecreeNotifications implements Receiver {
    private final TakeNotification take;

    DecreeNotifications(TakeNotification take) {
        this.take = take;
    }

    @Override
    public String service() {
        return VitalEvent.DECREE.notifications();
    }

    @Override
    public JsonNode receive(Message message) {
        return take.take(VitalEvent.DECREE, message);
    }
}
