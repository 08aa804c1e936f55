package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;

/** A permit that was revoked holds no more, also at the roadside. */
@Component
@EffectName("transport.end-permit")
class EndPermit implements CaseEffect {
    private final Permits permits;

    EndPermit(Permits permits) {
        this.permits = permits;
    }

    @Override
    public void run(CaseFile file) {
        permits.end(file.number());
    }
}
