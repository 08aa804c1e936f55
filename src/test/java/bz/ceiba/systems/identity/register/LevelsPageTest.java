package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.platform.access.Assurance;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

@CeibaTest
class LevelsPageTest {
    @Value("${ceiba.base-url}")
    String base;

    @Test
    void everybodyReadsWhatEachLevelAsksFor() {
        try (BrowserContext phone = Browser.phone("en", true)) {
            Page page = phone.newPage();
            page.navigate(base + "/identity/levels");
            for (Assurance level : Assurance.values()) {
                assertThat(page.content()).contains(Acr.of(level));
            }
            assertThat(page.content()).contains("The lower of the two counts");
            Browser.assertAccessible(page);
            Browser.picture(page, "identity-levels-phone");
        }
        try (BrowserContext desk = Browser.desk("es")) {
            Page page = desk.newPage();
            page.navigate(base + "/identity/levels");
            assertThat(page.content()).contains("Vale el más bajo de los dos");
            Browser.assertFits(page);
            Browser.picture(page, "identity-levels-es");
        }
    }
}
