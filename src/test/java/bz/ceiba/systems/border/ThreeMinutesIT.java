package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Country;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * How long the declaration of a visitor with one bag takes: the pages as they are rendered, by the keystroke-level model (Card, Moran and Newell 1983)
 * with a phone's slow keys, and what has to come over the line.
 */
@CeibaTest
class ThreeMinutesIT {
    /** Seconds for a key on a phone's screen, twice what a typist needs; pointing; and thinking before each answer. */
    private static final double KEY = 0.5;

    private static final double POINT = 1.1;
    private static final double THINK = 1.35;

    /** Copying what has no sense is read and typed in pieces of six, each with a look at the passport. */
    private static final int PIECE = 6;

    /** Words a minute that adults read, and how many of a page they do. */
    private static final double READ = 238;

    private static final double TOP_OF_PAGE = 0.5;

    /** A ship's link: bytes in a second, seconds until an answer begins, and what the headers of a request and answer have. */
    private static final double LINE = 10_000;

    private static final double FAR = 0.7;
    private static final int HEADERS = 1_200;

    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/web/assets/[^\"]+\\.(?:css|js|svg))\"");

    @Autowired
    TestPeople people;

    @Autowired
    Clock clock;

    private final Set<String> fetched = new HashSet<>();
    private double hands;
    private double bytes;
    private int requests;
    private int pages;
    private int fields;

    @Test
    void aVisitorWithOneBagNeedsLessThanThreeMinutesEvenOnAShip() {
        TestSession phone = people.anonymous();
        seen(phone, phone.get("/border/declare"));
        press();
        TestDeclarations one = TestDeclarations.begin(phone);
        LocalDate day = LocalDate.ofInstant(clock.instant(), Country.ZONE).plusDays(2);
        String zone = WrittenZone.of(TestTravellers.passport("Durand", "Claire", "FRA"));
        page(phone, one, "journey", TestDeclarations.journey("pgia", "UA 1456", day, "person"));
        // Of fillers in a row two are enough.
        page(phone, one, "travellers", Map.of("zone", zone.replaceAll("<{3,}", "<<")));
        page(phone, one, "stay", TestDeclarations.stay());
        page(phone, one, "goods", Map.of("goods", "false"));
        seen(phone, one.get("review"));
        press();
        one.send();
        seen(phone, one.get("done"));

        assertThat(pages).as("pages with questions").isEqualTo(4);
        assertThat(fields).as("fields").isEqualTo(10);
        assertThat(hands).as("seconds of reading and typing").isBetween(60.0, 180.0);
        assertThat(bytes).as("bytes of all pages with all they bring").isBetween(10_000.0, 130_000.0);
        double line = bytes / LINE + requests * FAR;
        assertThat(hands + line)
                .as("%.0f s by hand, %.0f s on the line", hands, line)
                .isLessThan(180);
    }

    private void page(TestSession phone, TestDeclarations one, String step, Map<String, String> typed) {
        HttpResponse<String> page = one.get(step);
        seen(phone, page);
        Map<String, String> asked = new LinkedHashMap<>(typed);
        asked.forEach((name, answer) -> {
            assertThat(page.body()).as("%s is asked on %s", name, step).contains("name=\"" + name + "\"");
            answer(page.body(), name, answer);
        });
        // What is asked besides is answered too, or this would be no declaration.
        Matcher radios = Pattern.compile("<(?:input|select|textarea)[^>]* name=\"([^\"_]+)\"[^>]*>")
                .matcher(page.body());
        Set<String> others = new HashSet<>();
        while (radios.find()) {
            if (!radios.group().contains("hidden") && !radios.group().contains("type=\"file\"")) {
                others.add(radios.group(1));
            }
        }
        assertThat(asked.keySet()).as("all of %s", step).containsAll(others);
        press();
        one.answer(step, typed);
        bytes += HEADERS;
        requests++;
        pages = one.pages;
        fields = one.fields;
    }

    private void answer(String page, String name, String answer) {
        // A date is one thought, however many fields it has.
        hands += name.endsWith(".month") || name.endsWith(".year") ? POINT : THINK + POINT;
        if (Pattern.compile("<select[^>]* name=\"" + name + "\"").matcher(page).find()) {
            hands += POINT + THINK;
        } else if (!Pattern.compile(
                        "type=\"radio\"[^>]* name=\"" + name + "\"|name=\"" + name + "\"[^>]* type=\"radio\"")
                .matcher(page)
                .find()) {
            hands += answer.length() * KEY;
            hands += name.equals("zone") ? Math.ceilDiv(answer.length(), PIECE) * THINK : 0;
        }
    }

    private void press() {
        hands += POINT;
    }

    private void seen(TestSession phone, HttpResponse<String> page) {
        assertThat(page.statusCode()).isEqualTo(200);
        bytes += packed(page.body()) + HEADERS;
        requests++;
        String main = page.body()
                .substring(page.body().indexOf("<main"), page.body().indexOf("</main>"))
                .replaceAll("(?s)<select.*?</select>|<details.*?</details>", "");
        long words = Pattern.compile("\\s+")
                .splitAsStream(main.replaceAll("<[^>]*>", " ").strip())
                .count();
        hands += words * TOP_OF_PAGE / READ * 60;
        Matcher assets = ASSET.matcher(page.body());
        while (assets.find()) {
            if (fetched.add(assets.group(1))) {
                bytes += packed(phone.get(assets.group(1)).body()) + HEADERS;
                // A browser fetches those of one page at once.
            }
        }
    }

    private static int packed(String text) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream();
                GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
            gzip.finish();
            return out.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
