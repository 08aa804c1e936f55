package bz.ceiba.platform.cases;

import bz.ceiba.platform.exchange.LiveCases;
import bz.ceiba.platform.kernel.CaseNumber;
import org.springframework.stereotype.Component;

/** Tells the exchange which cases an agency is working on. */
@Component
class OpenCases implements LiveCases {
    private final CaseFiles files;

    OpenCases(CaseFiles files) {
        this.files = files;
    }

    @Override
    public boolean isLive(CaseNumber caseNumber, String agency, boolean alsoClosed) {
        return files.find(caseNumber)
                .filter(file -> file.agency().equals(agency))
                .filter(file -> alsoClosed || file.isOpen())
                .isPresent();
    }
}
