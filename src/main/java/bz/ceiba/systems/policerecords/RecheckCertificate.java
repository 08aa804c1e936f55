package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;

/** When an officer has judged what came late: has the certificate revoked if it is no longer right. */
@Component
@EffectName("policerecords.recheck")
class RecheckCertificate implements CaseEffect {
    private final Certificates certificates;
    private final LateMatches late;
    private final Recheck recheck;

    RecheckCertificate(Certificates certificates, LateMatches late, Recheck recheck) {
        this.certificates = certificates;
        this.late = late;
        this.recheck = recheck;
    }

    @Override
    public void run(CaseFile file) {
        if (file.state().equals("issued") && !late.bringBack(file)) {
            certificates.last(file.number()).ifPresent(recheck::check);
        }
    }
}
