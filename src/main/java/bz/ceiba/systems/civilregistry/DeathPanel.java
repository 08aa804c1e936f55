package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What registers and notifiers say of a death, on the officer's page; who else is told of it, on the applicant's. */
@Component
class DeathPanel implements CasePanel {
    private final EntryPanel panel;
    private final Entries entries;
    private final PublishEvents publish;

    DeathPanel(EntryPanel panel, Entries entries, PublishEvents publish) {
        this.panel = panel;
        this.entries = entries;
        this.publish = publish;
    }

    @Override
    public String service() {
        return VitalEvent.DEATH.service();
    }

    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        return panel.forOfficer(file, officer);
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        if (!file.state().equals("registered")) {
            return Optional.empty();
        }
        return entries.ofCase(file.number()).map(entry -> Html.of("civilregistry/death-follows")
                .with("entry", entry)
                .with("told", entry.today().has(Field.DEAD_NUMBER) ? publish.toldOfDeaths() : List.of()));
    }
}
