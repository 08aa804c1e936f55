package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Money;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Asks for what an officer or a court said instead of the tariff's penalty. */
@Component
@EffectName("transport.fine")
class AmendFine implements CaseEffect {
    private static final Set<String> SETS_A_FINE = Set.of("reduce", "convict");

    private final Fines fines;
    private final Cases cases;

    AmendFine(Fines fines, Cases cases) {
        this.fines = fines;
        this.cases = cases;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.isOpen()) {
            return;
        }
        cases.last(file.number(), SETS_A_FINE)
                .map(CaseEvent::input)
                .map(input -> Money.ofCents(100 * input.path("dollars").asLong()))
                .ifPresent(fine -> fines.amend(file, file.form().path("offence").asString(""), fine));
    }
}
