package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class BundleIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Files files;

    @Autowired
    TestPeople people;

    @Test
    void oneFileHasFactsHistoryAndUploadsAndNoNotes() throws Exception {
        Actor citizen = people.citizen("Marva Núñez");
        UploadedFile proof = files.store(citizen.subject(), "card.png", new ByteArrayInputStream(PHOTO));
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("policerecords.certificate").orElseThrow(),
                citizen,
                Cases.empty()
                        .put("purpose", "employment")
                        .put("recipient", "Smith & Sons")
                        .put("proof", proof.id().toString())
                        .put("speed", "ordinary"),
                "en"));
        TestSession desk = people.session(people.officer("police"));
        String path = "/cases/desk/" + file.number();
        desk.post(path + "/notes", Map.of("text", "Inner thought"));
        try (PDDocument bundle =
                Loader.loadPDF(desk.getBytes(path + "/bundle.pdf").body())) {
            String text = new PDFTextStripper().getText(bundle);
            assertThat(text)
                    .contains(file.number().text(), "Marva Núñez", "Smith & Sons", "Submitted", "card.png")
                    .doesNotContain("Inner thought");
            assertThat(bundle.getNumberOfPages()).isEqualTo(2);
            assertThat(bundle.getPage(1).getResources().getXObjectNames()).hasSize(1);
        }
        assertThat(people.session(citizen).get(path + "/bundle.pdf").statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.officer("transport"))
                        .get(path + "/bundle.pdf")
                        .statusCode())
                .isEqualTo(404);
    }
}
