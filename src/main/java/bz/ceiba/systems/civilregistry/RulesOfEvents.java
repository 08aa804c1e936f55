package bz.ceiba.systems.civilregistry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The rules of each kind of event. */
@Component
class RulesOfEvents {
    private final Map<VitalEvent, EventRules> all = new EnumMap<>(VitalEvent.class);

    RulesOfEvents(List<EventRules> rules) {
        rules.forEach(one -> all.put(one.event(), one));
        for (VitalEvent event : VitalEvent.values()) {
            if (!all.containsKey(event)) {
                throw new IllegalStateException("nothing says the rules of " + event);
            }
        }
    }

    EventRules of(VitalEvent event) {
        return java.util.Objects.requireNonNull(all.get(event));
    }
}
