package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.web.Html;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What registers and notifiers say of a birth, on the officer's page; what follows by itself, on the applicant's. */
@Component
class BirthPanel implements CasePanel {
    private static final Set<String> REGISTERED = Set.of("registered", "registered-stillbirth");

    private final EntryPanel panel;
    private final Entries entries;
    private final Following following;

    BirthPanel(EntryPanel panel, Entries entries, Following following) {
        this.panel = panel;
        this.entries = entries;
        this.following = following;
    }

    @Override
    public String service() {
        return VitalEvent.BIRTH.service();
    }

    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        return panel.forOfficer(file, officer);
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
