package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes what hospitals, the police, coroners, village councils and churches tell of deaths: {@code civilregistry.death-notification}. */
@Component
class DeathNotifications implements Receiver {
    private final TakeNotification take;

    DeathNotifications(TakeNotification take) {
        this.take = take;
    }

    @Override
    public String service() {
        return VitalEvent.DEATH.notifications();
    }

    @Override
    public JsonNode receive(Message message) {
        return take.take(VitalEvent.DEATH, message);
    }
}
