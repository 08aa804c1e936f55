package bz.ceiba.systems.portal;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

@CeibaTest
class StartIT {
    @Autowired
    Services services;

    @Value("${ceiba.base-url}")
    String base;

    @Test
    void eachServiceAndEachPageWithoutAccountIsOnceOnTheStartPageUnderItsSubject() {
        try (BrowserContext phone = Browser.phone("es", true)) {
            Page page = phone.newPage();
            page.navigate(base + "/");
            for (ServiceDefinition service : services.published()) {
                assertThat(page.locator("main a[href='/cases/start/" + service.id() + "']")
                                .count())
                        .as(service.id())
                        .isEqualTo(service.byOffice() ? 0 : 1);
            }
            assertThat(under(page, "Conducir y vehículos"))
                    .contains("/cases/start/transport.licence")
                    .noneMatch(href -> href.contains("civilregistry"));
            assertThat(under(page, "Viajes, visas y frontera")).contains("/border/declare", "/cases/start/border.visa");
            assertThat(under(page, "Antecedentes y documentos"))
                    .containsExactly("/cases/start/policerecords.certificate", "/documents/verify");
            assertThat(under(page, "Otros servicios"))
                    .as("what the country pack names no subject of")
                    .contains("/cases/start/testing.permit");
            assertThat(page.locator("main").innerText().toLowerCase(Locale.ROOT))
                    .contains("listo en un día hábil")
                    .doesNotContain("en 1 días");
            Browser.assertAccessible(page);
        }
    }

    private static List<String> under(Page page, String heading) {
        return page.locator("h2:text-is('" + heading + "') + ul a").all().stream()
                .map(link -> link.getAttribute("href"))
                .toList();
    }
}
