package bz.ceiba.systems.border.photo;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.TestSession.Upload;
import bz.ceiba.systems.border.photo.PassportPhotos.Answer;
import bz.ceiba.systems.border.photo.PassportPhotos.Outcome;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

/** Photographs of passports, drawn here, read by the real program. */
@CeibaTest
class PassportPhotosIT {
    private static final String FACTS = "X123456785FRA8803274F3601316<<<<<<<<<<<<<<<0";
    private static final String ZONE = "P<FRADURAND<<CLAIRE<MARIE<<<<<<<<<<<<<<<<<<<\n" + FACTS;

    @Autowired
    PassportPhotos photos;

    @Autowired
    TestPeople people;

    @Autowired
    Clock clock;

    private void isRead(byte[] photograph, String how) {
        assertThat(photos.areRead())
                .as("install tesseract-ocr and tesseract-ocr-eng")
                .isTrue();
        Answer answer = photos.read(photograph);
        assertThat(answer.outcome()).as(how).isEqualTo(Outcome.READ);
        assertThat(answer.zone()).as(how).isEqualTo(ZONE);
    }

    @Test
    void thePageIsReadHoweverThePhoneWasHeldAndInBadLight() {
        DrawnPassport passport = DrawnPassport.of(ZONE);
        isRead(passport.jpeg(), "straight");
        isRead(passport.turned(-4).png(), "a little askew, as PNG");
        isRead(passport.turned(90).jpeg(), "on its side");
        isRead(passport.turned(-90).jpeg(6), "on its side, and the camera says so");
        isRead(passport.turned(187).jpeg(), "on its head and askew");
        isRead(passport.lit(1, 0.9, 22).jpeg(), "grainy");
        isRead(passport.lit(0.12, 0.35, 3).jpeg(), "at night, with a lamp at one side");
    }

    @Test
    void theTravellerSeesTheLinesInTheFieldAndWhatIsWrongInThem() {
        TestSession phone = people.anonymous();
        String base = phone.location(phone.post("/border/declare", Map.of())).replaceAll("/[^/]*$", "");
        assertThat(phone.get(base + "/travellers").body()).contains("name=\"photo\"", "capture=\"environment\"");
        HttpResponse<String> read = sent(phone, base, DrawnPassport.of(ZONE).jpeg());
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(read.body()).contains(FACTS.substring(0, 28), "Compare them with the passport");
        // Nobody is named by a photograph alone.
        assertThat(phone.get(base + "/travellers").body()).doesNotContain("DURAND");
        HttpResponse<String> wrong = sent(
                phone,
                base,
                DrawnPassport.of(ZONE.replace("X123456785", "XC34679H71")).jpeg());
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("XC34679H71FRA", "does not fit its check figure");
        HttpResponse<String> none = sent(phone, base, nothing());
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body()).contains("find the lines on this photograph", "type the lines");
        assertThat(sent(phone, base, new byte[0]).body()).contains("Take or choose a photograph");
    }

    private static HttpResponse<String> sent(TestSession phone, String base, byte[] photograph) {
        return phone.postMultipart(
                base + "/travellers/photo",
                Map.of(),
                Map.of("photo", new Upload("page.jpg", "image/jpeg", photograph)));
    }

    /** A photograph of a table. */
    private static byte[] nothing() {
        return new DrawnPassport(new BufferedImage(900, 700, BufferedImage.TYPE_INT_RGB))
                .lit(1, 1, 12)
                .jpeg();
    }

    @Test
    void whatIsNoPhotographOrWouldTakeAllMemoryIsRefusedBeforeItsPixelsAreRead() {
        byte[] small = new DrawnPassport(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB)).png();
        byte[] bomb = DrawnPassport.of(ZONE).png();
        // Its header says 60,000 by 60,000.
        for (int at : new int[] {16, 20}) {
            bomb[at] = 0;
            bomb[at + 1] = 0;
            bomb[at + 2] = (byte) 0xea;
            bomb[at + 3] = 0x60;
        }
        byte[] cut = Arrays.copyOf(DrawnPassport.of(ZONE).jpeg(), 900);
        for (byte[] one : new byte[][] {
            new byte[0],
            "%PDF-1.7".getBytes(StandardCharsets.US_ASCII),
            small,
            bomb,
            {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 1}
        }) {
            assertThat(photos.read(one).outcome()).isEqualTo(Outcome.NO_PICTURE);
        }
        assertThat(photos.read(cut).outcome()).isEqualTo(Outcome.NO_ZONE);
        assertThat(photos.read(new byte[(int) photos.largest() + 1]).outcome()).isEqualTo(Outcome.TOO_LARGE);
    }

    @Test
    void aProgramThatHangsFailsOrIsNotThereCostsOnlyThePhotograph() throws Exception {
        Path folder = Files.createTempDirectory("reader");
        byte[] page = DrawnPassport.of(ZONE).jpeg();
        assertThat(by(program(folder, "hangs", "exec tail -f /dev/null"), Duration.ofMillis(300))
                        .read(page)
                        .outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(by(program(folder, "fails", "exit 1"), Duration.ofSeconds(5))
                        .read(page)
                        .outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(by(program(folder, "babbles", "yes"), Duration.ofSeconds(5))
                        .read(page)
                        .outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(by("none", Duration.ofSeconds(1)).areRead()).isFalse();
    }

    private static String program(Path folder, String name, String line) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.toString();
    }

    private PassportPhotos by(String program, Duration timeout) {
        PhotoSettings settings =
                new PhotoSettings(program, DataSize.ofMegabytes(10), timeout, DataSize.ofMegabytes(512), 1);
        return new PassportPhotos(new TextProgram(settings), settings, clock);
    }
}
