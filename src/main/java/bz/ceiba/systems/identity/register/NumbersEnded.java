package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.RegisterEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells whoever an agreement lets know that a number is nobody's any more, and never why. */
@Component
class NumbersEnded {
    private static final String SERVICE = "identity.number-ended";

    private final Events events;
    private final JsonMapper json;
    private final Clock clock;

    NumbersEnded(Events events, JsonMapper json, Clock clock) {
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * In the caller's transaction.
     *
     * @param goesOnAs the number under which the same person goes on, where that may be known, or null
     */
    void publish(PersonNumber number, @Nullable PersonNumber goesOnAs) {
        events.publish(RegisterEvent.about(
                number,
                SERVICE,
                clock.instant(),
                json.createObjectNode()
                        .put("person", number.digits())
                        .put("ended_on", Country.today(clock).toString())
                        .put("goes_on_as", goesOnAs == null ? null : goesOnAs.digits())));
    }
}
