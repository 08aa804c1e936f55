package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Country;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/** After the application: finds out how late it is, what was notified of the birth, and whether it may be registered already. */
@Component
@EffectName("civilregistry.receive")
class ReceiveBirth implements CaseEffect {
    private final RegistryRules rules;
    private final Parents parents;
    private final Notifications notifications;
    private final Candidates candidates;
    private final Cases cases;
    private final TransactionTemplate transaction;

    ReceiveBirth(
            RegistryRules rules,
            Parents parents,
            Notifications notifications,
            Candidates candidates,
            Cases cases,
            TransactionTemplate transaction) {
        this.rules = rules;
        this.parents = parents;
        this.notifications = notifications;
        this.candidates = candidates;
        this.cases = cases;
        this.transaction = transaction;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("received")) {
            return;
        }
        Facts written = Facts.ofForm(file.form());
        parents.check(file, written);
        transaction.executeWithoutResult(status -> {
            Facts facts = parents.trusted(file.number(), written);
            Timing timing = rules.timing(facts.bornOn(), LocalDate.ofInstant(file.submittedAt(), Country.ZONE));
            Optional<Notifications.Notified> notified =
                    notifications.of(facts, file.form().path("notification").asString(""));
            candidates.find(file.number(), facts, notified);
            ObjectNode noted = candidates.facts(file.number(), notified).put("timing", timing.word());
            cases.advance(file.number(), owes(file, timing) ? "owes" : "in-time", noted);
        });
    }

    /** Nobody pays for a child that was stillborn or found. */
    private static boolean owes(CaseFile file, Timing timing) {
        return timing != Timing.ORDINARY
                && file.form().path("kind").asString("").equals(Kind.LIVE.word());
    }
}
