package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What registers and notifiers say, on the officer's page of a case. */
@Component
class EntryPanel {

    private final Entries entries;
    private final NumberChecks checks;
    private final Candidates candidates;
    private final Notifications notifications;
    private final FieldRules words;
    private final Reads reads;
    private final Cases cases;

    EntryPanel(
            Entries entries,
            NumberChecks checks,
            Candidates candidates,
            Notifications notifications,
            FieldRules words,
            Reads reads,
            Cases cases) {
        this.entries = entries;
        this.checks = checks;
        this.candidates = candidates;
        this.notifications = notifications;
        this.words = words;
        this.reads = reads;
        this.cases = cases;
    }

    /** Nothing in his own case. */
    Optional<Html> forOfficer(CaseFile file, Actor officer) {
        PersonNumber him = officer.person();
        if (file.state().equals("received") || him.equals(file.person()) || him.equals(file.actedBy())) {
            return Optional.empty();
        }
        Facts written = Facts.ofForm(file.form());
        boolean judges = cases.worksOn(officer, file)
                && file.state().equals("review")
                && (file.officer() == null || file.officer().equals(him));
        List<ShownCandidate> shown = candidates.of(file.number()).stream()
                .flatMap(one -> entries.find(one.reference()).map(entry -> new ShownCandidate(one, entry)).stream())
                .toList();
        shown.forEach(one -> reads.entry(officer, one.entry(), file.number()));
        Optional<Notifications.Notified> notified = notified(file);
        notified.ifPresent(one -> reads.notification(officer, one));
        return Optional.of(Html.of("civilregistry/panel")
                .with("event", VitalEvent.ofService(file.service()).orElseThrow())
                .with("number", file.number().text())
                .with("revision", file.revision())
                .with("timing", file.facts().path("timing").asString("ordinary"))
                .with("entry", entries.ofCase(file.number()).orElse(null))
                .with("checks", checks.of(file.number()))
                .with("written", written)
                .with("notified", notified.map(one -> one.facts().open()).orElse(null))
                .with("notification", notified.map(Notifications.Notified::text).orElse(""))
                .with("candidates", shown)
                .with("words", words)
                .with("coroner", file.facts().path("coroner").asString(""))
                .with("cause", file.facts().path("cause").asString(""))
                .with("judges", judges));
    }

    private Optional<Notifications.Notified> notified(CaseFile file) {
        String text = file.facts().path("notification").asString("");
        int slash = text.indexOf('/');
        VitalEvent event = VitalEvent.ofService(file.service()).orElseThrow();
        return slash < 0
                ? Optional.empty()
                : notifications.find(event, text.substring(0, slash), text.substring(slash + 1));
    }
}
