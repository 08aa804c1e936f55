package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/** After a notice of marriage was given: asks the registers, and asks the other one to confirm. */
@Component
@EffectName("civilregistry.receive-marriage")
class ReceiveMarriage implements CaseEffect {
    private final MarriageCheck check;
    private final Intentions intentions;
    private final Cases cases;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final String baseUrl;

    ReceiveMarriage(
            MarriageCheck check,
            Intentions intentions,
            Cases cases,
            Notices notices,
            TransactionTemplate transaction,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.check = check;
        this.intentions = intentions;
        this.cases = cases;
        this.notices = notices;
        this.transaction = transaction;
        this.baseUrl = baseUrl;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("received")) {
            return;
        }
        ObjectNode facts = check.facts(file);
        // Whoever has the number that was written by mistake is asked nothing and learns nothing.
        PersonNumber other = facts.path("other").asString("").equals("right")
                ? MarriageCheck.other(file).orElse(null)
                : null;
        transaction.executeWithoutResult(status -> {
            intentions.add(new Intention(
                    file.number(),
                    file.person(),
                    file.personName(),
                    other,
                    file.form().path("otherName").asString(""),
                    text(file, "district"),
                    text(file, "town"),
                    file.submittedAt()));
            if (other != null) {
                notices.send(new Notice(
                        "civilregistry/marriage/" + file.number(),
                        other,
                        "civilregistry.notice.confirm-marriage",
                        Map.of("who", file.personName(), "link", baseUrl + MarriagesController.PATH),
                        null));
            }
            cases.advance(file.number(), "asked-other", facts);
        });
    }

    private static @Nullable String text(CaseFile file, String field) {
        String value = file.form().path(field).asString("");
        return value.isEmpty() ? null : value;
    }
}
