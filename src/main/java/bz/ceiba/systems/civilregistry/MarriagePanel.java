package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What registers, objectors and the celebrant say, on the officer's page; the notice and what to show the celebrant, on the applicant's. */
@Component
class MarriagePanel implements CasePanel {
    private final Entries entries;
    private final Intentions intentions;
    private final Objections objections;
    private final Notifications notifications;
    private final FieldRules words;
    private final Reads reads;
    private final Cases cases;

    MarriagePanel(
            Entries entries,
            Intentions intentions,
            Objections objections,
            Notifications notifications,
            FieldRules words,
            Reads reads,
            Cases cases) {
        this.entries = entries;
        this.intentions = intentions;
        this.objections = objections;
        this.notifications = notifications;
        this.words = words;
        this.reads = reads;
        this.cases = cases;
    }

    @Override
    public String service() {
        return VitalEvent.MARRIAGE.service();
    }

    /** Nothing in his own case, nor in that of who wants to marry him. */
    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        PersonNumber him = officer.person();
        Intention intention = intentions.find(file.number()).orElse(null);
        if (intention == null || intention.concerns(him) || him.equals(file.actedBy())) {
            return Optional.empty();
        }
        List<Entry> standing = Arrays.stream(
                        file.facts().path("married").asString("").split(", ", -1))
                .flatMap(text -> Reference.parse(text).flatMap(entries::find).stream())
                .toList();
        standing.forEach(entry -> reads.entry(officer, entry, file.number()));
        reads.marriage(officer, intention);
        Optional<Notifications.Notified> notified =
                intentions.clearance(file.number()).flatMap(one -> notifications.ofClearance(one.document()));
        boolean decides = cases.worksOn(officer, file)
                && (file.state().equals("notice") || file.state().equals("review"))
                && (file.officer() == null || file.officer().equals(him));
        return Optional.of(Html.of("civilregistry/marriage-panel")
                .with("facts", file.facts())
                .with("revision", file.revision())
                .with("standing", standing)
                .with("objections", objections.of(file.number()))
                .with("decides", decides)
                .with("notified", notified.map(Notifications.Notified::facts).orElse(null))
                .with("entry", entries.ofCase(file.number()).orElse(null))
                .with("words", words));
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        return intentions.find(file.number()).map(intention -> Html.of("civilregistry/marriage-mine")
                .with("until", intentions.until(file.number()).orElse(null))
                .with("stands", file.state().equals("notice"))
                .with(
                        "objections",
                        objections.of(file.number()).stream()
                                .filter(one -> one.verdict() == null)
                                .count())
                .with(
                        "clearance",
                        file.state().equals("certified")
                                ? file.facts().path("licence").asString("")
                                : "")
                .with("clearanceUntil", file.facts().path("licenceUntil").asString(""))
                .with("other", file.facts().path("other").asString(""))
                .with("confirming", file.state().equals("confirming"))
                .with("entry", entries.ofCase(file.number()).orElse(null)));
    }
}
