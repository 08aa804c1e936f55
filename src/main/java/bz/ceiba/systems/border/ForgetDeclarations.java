package bz.ceiba.systems.border;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Assessments;
import java.time.LocalDate;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Erases what travellers said when the days of the register of processing are over, and drafts that nobody came back to. */
@Component
class ForgetDeclarations {
    static final String SERVICE = "border.declaration";

    private final Drafts drafts;
    private final Declarations declarations;
    private final ArrivalRecords arrivals;
    private final TemporaryImports vehicles;
    private final CheckedThings checked;
    private final Questions questions;
    private final int keptDays;

    ForgetDeclarations(
            Drafts drafts,
            Declarations declarations,
            ArrivalRecords arrivals,
            TemporaryImports vehicles,
            CheckedThings checked,
            Questions questions,
            Agreements agreements) {
        this.drafts = drafts;
        this.declarations = declarations;
        this.arrivals = arrivals;
        this.vehicles = vehicles;
        this.checked = checked;
        this.questions = questions;
        this.keptDays = Objects.requireNonNull(Assessments.load(agreements.catalogue())
                .processing(SERVICE)
                .orElseThrow()
                .keptDays());
    }

    @Transactional
    public void round() {
        LocalDate before = questions.today().minusDays(keptDays);
        drafts.forget();
        declarations.erase(before);
        vehicles.forget(before);
        checked.forget(before);
        arrivals.forget();
    }
}
