package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes what hospitals, village councils and churches tell of births: {@code civilregistry.birth-notification}. */
@Component
class BirthNotifications implements Receiver {
    private final TakeNotification take;

    BirthNotifications(TakeNotification take) {
        this.take = take;
    }

    @Override
    public String service() {
        return VitalEvent.BIRTH.notifications();
    }

    @Override
    public JsonNode receive(Message message) {
        return take.take(VitalEvent.BIRTH, message);
    }
}
