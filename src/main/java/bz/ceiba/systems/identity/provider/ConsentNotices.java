package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells people what services may know of them from now on, or no more; of what one answered for another both are told. */
@Component
class ConsentNotices {
    private final Notices notices;

    ConsentNotices(Notices notices) {
        this.notices = notices;
    }

    void given(Subject subject, UUID receipt, String party) {
        tell(subject, receipt, party, "identity.notice.consent-given");
    }

    void withdrawn(Subject subject, UUID receipt, String party) {
        tell(subject, receipt, party, "identity.notice.consent-withdrawn");
    }

    private void tell(Subject subject, UUID receipt, String party, String template) {
        Person by = subject.actor();
        if (by == null) {
            send(template, receipt, subject.number(), subject.name(), Map.of("party", party));
            return;
        }
        Map<String, String> values = Map.of("party", party, "by", by.name(), "for", subject.name());
        send(template + "-for", receipt, subject.number(), subject.name(), values);
        send(template + "-by", receipt, by.number(), by.name(), values);
    }

    private void send(String template, UUID receipt, PersonNumber to, String name, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("name", name);
        notices.send(new Notice(template + "/" + receipt, to, template, all, null));
    }
}
