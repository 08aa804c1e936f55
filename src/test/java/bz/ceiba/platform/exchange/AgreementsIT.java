package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class AgreementsIT {
    @Autowired
    private TestPeople people;

    @Test
    void everybodyReadsWhichAgencyMayAskWhichForWhatOnWhichGround() {
        TestSession browser = people.anonymous();
        assertThat(browser.get("/exchange/agreements").body())
                .contains("Belize Police Department may ask the register of people. Ministry of E-Governance answers.")
                .contains("a police record certificate to adopt a child")
                .contains("police-convictions/1");
        browser.remember("ceiba_language", "es");
        assertThat(browser.get("/exchange/agreements").body())
                .contains("Departamento de Policía de Belice puede consultar el registro de personas.");
    }
}
