package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Country;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/** After the application: finds out how late it is, what was notified of the event, and whether it may be registered already. */
@Component
@EffectName("civilregistry.receive")
class ReceiveApplication implements CaseEffect {
    private final RegistryRules limits;
    private final RulesOfEvents rules;
    private final NumberChecks checks;
    private final Notifications notifications;
    private final Candidates candidates;
    private final Cases cases;
    private final TransactionTemplate transaction;

    ReceiveApplication(
            RegistryRules limits,
            RulesOfEvents rules,
            NumberChecks checks,
            Notifications notifications,
            Candidates candidates,
            Cases cases,
            TransactionTemplate transaction) {
        this.limits = limits;
        this.rules = rules;
        this.checks = checks;
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
        VitalEvent event = VitalEvent.ofService(file.service()).orElseThrow();
        Facts written = Facts.ofForm(file.form());
        checks.check(file, written);
        transaction.executeWithoutResult(status -> {
            Facts trusted = checks.trusted(file.number(), written);
            Kind kind = Kind.of(file.form().path("kind").asString("")).orElseThrow();
            Timing timing = limits.timing(kind, trusted, LocalDate.ofInstant(file.submittedAt(), Country.ZONE));
            List<Notifications.Notified> notified = notifications.of(
                    event, trusted, file.form().path("notification").asString(""));
            Facts facts = rules.of(event).applied(file, trusted, notified);
            candidates.find(file.number(), event, facts, notified);
            ObjectNode noted = candidates.facts(file.number(), notified).put("timing", timing.word());
            cases.advance(file.number(), rules.of(event).received(file, timing, facts, noted), noted);
        });
    }
}
