package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What registers and notifiers say, on the officer's page; what follows by itself, on the applicant's. */
@Component
class BirthPanel implements CasePanel {
    static final String SERVICE = "civilregistry.birth";
    private static final Set<String> REGISTERED = Set.of("registered", "registered-stillbirth");

    private final Entries entries;
    private final Parents parents;
    private final Candidates candidates;
    private final Notifications notifications;
    private final Following following;
    private final FieldRules words;
    private final Reads reads;
    private final Cases cases;

    BirthPanel(
            Entries entries,
            Parents parents,
            Candidates candidates,
            Notifications notifications,
            Following following,
            FieldRules words,
            Reads reads,
            Cases cases) {
        this.entries = entries;
        this.parents = parents;
        this.candidates = candidates;
        this.notifications = notifications;
        this.following = following;
        this.words = words;
        this.reads = reads;
        this.cases = cases;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    /** Nothing in his own case. */
    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        PersonNumber him = officer.person();
        if (file.state().equals("received") || him.equals(file.person()) || him.equals(file.actedBy())) {
            return Optional.empty();
        }
        Facts written = Facts.ofForm(file.form());
        boolean judges = cases.worksOn(officer, file)
                && file.state().equals("review")
                && (file.officer() == null || file.officer().equals(him));
        List<ShownCandidate> shown = candidates.of(file.number()).stream()
                .map(one ->
                        new ShownCandidate(one, entries.find(one.reference()).orElseThrow()))
                .toList();
        shown.forEach(one -> reads.entry(officer, one.entry(), file.number()));
        Optional<Notifications.Notified> notified = notified(file);
        notified.ifPresent(one -> reads.notification(officer, one));
        return Optional.of(Html.of("civilregistry/panel")
                .with("number", file.number().text())
                .with("revision", file.revision())
                .with("timing", file.facts().path("timing").asString("ordinary"))
                .with("entry", entries.ofCase(file.number()).orElse(null))
                .with("parents", parents.of(file.number()))
                .with("written", written)
                .with("notified", notified.map(Notifications.Notified::facts).orElse(null))
                .with("notification", notified.map(Notifications.Notified::text).orElse(""))
                .with("candidates", shown)
                .with("words", words)
                .with("judges", judges));
    }

    private Optional<Notifications.Notified> notified(CaseFile file) {
        String text = file.facts().path("notification").asString("");
        int slash = text.indexOf('/');
        return slash < 0 ? Optional.empty() : notifications.find(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        if (!REGISTERED.contains(file.state())) {
            return Optional.empty();
        }
        return entries.ofCase(file.number()).map(entry -> Html.of("civilregistry/follows")
                .with("follows", Objects.requireNonNull(following.of(entry, applicant.subject()))));
    }
}
