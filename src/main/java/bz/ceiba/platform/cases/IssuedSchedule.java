package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.Issued;
import bz.ceiba.platform.documents.RetentionSchedule;
import java.time.Period;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Tells those who destroy documents how long services want theirs kept. */
@Component
class IssuedSchedule implements RetentionSchedule {
    private final Services services;

    IssuedSchedule(Services services) {
        this.services = services;
    }

    @Override
    public Map<String, Period> periods() {
        Map<String, Period> periods = new TreeMap<>();
        for (ServiceDefinition definition : services.published()) {
            for (Issued issued : definition.issues()) {
                Period keep = issued.keep();
                if (keep != null) {
                    periods.put(issued.type(), keep);
                }
            }
        }
        return periods;
    }
}
