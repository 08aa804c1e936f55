package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;

/** Before an officer looks: asks the register once more whether one of them is married, since weeks may have gone by. */
@Component
@EffectName("civilregistry.recheck-marriage")
class RecheckMarriage implements CaseEffect {
    private final Intentions intentions;
    private final MarriageCheck check;
    private final Cases cases;

    RecheckMarriage(Intentions intentions, MarriageCheck check, Cases cases) {
        this.intentions = intentions;
        this.check = check;
        this.cases = cases;
    }

    @Override
    public void run(CaseFile file) {
        Intention intention = intentions.find(file.number()).orElseThrow();
        cases.noteBySystem(file.number(), check.register(intention.one(), intention.other()));
    }
}
