package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes what ministers and registrars tell of marriages: {@code civilregistry.marriage-notification}. */
@Component
class MarriageNotifications implements Receiver {
    private final TakeNotification take;

    MarriageNotifications(TakeNotification take) {
        this.take = take;
    }

    @Override
    public String service() {
        return VitalEvent.MARRIAGE.notifications();
    }

    @Override
    public JsonNode receive(Message message) {
        return take.take(VitalEvent.MARRIAGE, message);
    }
}
