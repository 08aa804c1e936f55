package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A large picture on a line that breaks. */
@CeibaTest
class UploadJourney {
    @Autowired
    TestPeople people;

    @Autowired
    Files files;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    /** Noise, which no format makes smaller: about two megabytes. */
    private static FilePayload large() throws IOException {
        BufferedImage image = new BufferedImage(800, 850, BufferedImage.TYPE_INT_RGB);
        Random noise = new Random(1);
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                image.setRGB(x, y, noise.nextInt(0x1000000));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return new FilePayload("Cédula.png", "image/png", out.toByteArray());
    }

    private Page question(BrowserContext context, Actor citizen) {
        Browser.signIn(context, base, people.session(citizen));
        Page page = context.newPage();
        page.navigate(base + "/cases/start/policerecords.certificate");
        page.locator(".govuk-button").first().click();
        page.locator("[name=purpose][value=study]").check();
        page.locator("main form button").first().click();
        while (page.locator("[type=file]").count() == 0) {
            page.locator("main form button").first().click();
        }
        return page;
    }

    @Test
    void whatHasArrivedSurvivesACutLineAndTheFormThenNamesTheFile() throws Exception {
        Actor citizen = people.citizen();
        FilePayload picture = large();
        assertThat(picture.buffer.length).isGreaterThan(1_500_000);
        try (BrowserContext context = Browser.phone("en", true)) {
            Page page = question(context, citizen);
            AtomicInteger patches = new AtomicInteger();
            page.route("**/documents/uploads/*", route -> {
                if (route.request().method().equals("PATCH") && patches.incrementAndGet() == 3) {
                    context.setOffline(true);
                    route.abort("connectionreset");
                } else {
                    route.resume();
                }
            });
            page.locator("[type=file]").setInputFiles(picture);
            assertThat(page.locator("[role=status]")).containsText("The connection is lost");
            Browser.assertAccessible(page);
            // Pressed too early: the form waits for its file.
            page.locator("main form button").first().click();
            assertThat(db.sql("select received from documents.upload where owner = ?")
                            .param(citizen.number())
                            .query(Long.class)
                            .single())
                    .isEqualTo(2L << 18);
            context.setOffline(false);
            assertThat(page.locator("[name=speed]").first()).isVisible();
            assertThat(patches.get())
                    .as("pieces, one of them lost")
                    .isEqualTo(1 + (picture.buffer.length + (1 << 18) - 1) / (1 << 18));
            page.goBack();
            assertThat(page.locator("main")).containsText("Cédula.png");
        }
        UploadedFile stored = db.sql("select id from documents.file where owner = ?")
                .param(citizen.number())
                .query(UUID.class)
                .optional()
                .flatMap(files::find)
                .orElseThrow();
        try (var content = files.open(stored)) {
            assertThat(content.readAllBytes()).isEqualTo(picture.buffer);
        }
    }

    @Test
    void aSmallFileAndOneThatTheServerRefusesGoTheUsualWay() throws Exception {
        Actor citizen = people.citizen();
        try (BrowserContext context = Browser.phone("en", true)) {
            Page page = question(context, citizen);
            page.locator("[type=file]").setInputFiles(new FilePayload("card.png", "image/png", new byte[2_000_000]));
            page.locator("main form button").first().click();
            assertThat(page.locator(".govuk-error-summary")).isVisible();
            page.locator("[type=file]").setInputFiles(PoliceRecordJourney.PHOTO);
            page.locator("main form button").first().click();
            assertThat(page.locator("[name=speed]").first()).isVisible();
        }
    }

    @Test
    void nobodyNamesAnothersFile() {
        Actor other = people.citizen();
        UploadedFile others =
                files.store(other.subject(), "card.png", new ByteArrayInputStream(PoliceRecordJourney.PHOTO.buffer));
        TestSession thief = people.session(people.citizen());
        String first = thief.location(thief.post("/cases/start/policerecords.certificate", Map.of()));
        String proof = first.replaceAll("/[^/]+$", "/proof");
        var answer = thief.post(proof, Map.of("proof.uploaded", others.id().toString()));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("is not there or is not yours");
    }
}
