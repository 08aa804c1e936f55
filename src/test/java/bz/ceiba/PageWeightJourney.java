package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What comes over the line, as the browser counts it: headers, compressed bodies, and all that a page brings along. */
@CeibaTest
class PageWeightJourney {
    private static final long FIRST = 100 * 1024L;
    private static final long LATER = 20 * 1024L;

    @Autowired
    TestPeople people;

    @Value("${ceiba.base-url}")
    String base;

    @Test
    void aFirstVisitBringsAtMost100KilobytesAndALaterPageAtMost20() {
        Actor citizen = people.citizen();
        weigh(
                people.session(citizen),
                List.of(
                        "/",
                        "/portal/mine",
                        "/cases/start/policerecords.certificate",
                        "/notifications/inbox",
                        "/portal/disclosures",
                        "/payments/mine",
                        "/documents/verify",
                        "/insight"));
        weigh(
                people.session(people.supervisor("police")),
                List.of("/insight/desk", "/cases/worklist?which=free", "/insight/services/policerecords.certificate"));
    }

    private void weigh(TestSession session, List<String> paths) {
        try (BrowserContext context = Browser.phone("en", true)) {
            Browser.signIn(context, base, session);
            Page page = context.newPage();
            CDPSession line = context.newCDPSession(page);
            AtomicLong bytes = new AtomicLong();
            line.on(
                    "Network.loadingFinished",
                    (JsonObject event) ->
                            bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
            line.send("Network.enable");
            long most = FIRST;
            for (String path : paths) {
                bytes.set(0);
                assertThat(page.navigate(base + path).status()).as(path).isEqualTo(200);
                page.waitForTimeout(100);
                assertThat(bytes.get()).as("bytes of %s", path).isBetween(500L, most);
                most = LATER;
            }
        }
    }
}
