package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.TestSession.Upload;
import bz.ceiba.platform.access.Actor;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A dealer registers what a ship brought in one list, each line with its verdict. */
@CeibaTest
class DealersIT {
    private static final Upload PAPER = new Upload(
            "paper.png",
            "image/png",
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));
    private static final String PATH = "/cases/bulk/transport.vehicle";
    private static final String HEADS = "chassis,kind,make,model,year,colour,origin,customsEntry\n";
    private static final Pattern HIDDEN =
            Pattern.compile("name=\"(key|customsCopy.uploaded|bought.uploaded)\" value=\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("VR-\\d\\d-[0-9A-Z]{6}-[0-9A-Z]");

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    private static String line(String chassis, String kind) {
        return chassis + "," + kind + ",Toyota,\"Hilux\",2019,White,import,C 2026/118\n";
    }

    private HttpResponse<String> post(TestSession dealer, String text, Map<String, String> fields) {
        Map<String, String> form = new LinkedHashMap<>(fields);
        form.put("text", text);
        return dealer.postMultipart(
                PATH, form, fields.isEmpty() ? Map.of("customsCopy", PAPER, "bought", PAPER) : Map.of());
    }

    private static Map<String, String> hidden(String page) {
        Map<String, String> fields = new LinkedHashMap<>();
        HIDDEN.matcher(page).results().forEach(one -> fields.put(one.group(1), one.group(2)));
        return fields;
    }

    private int cases(Actor dealer) {
        return db.sql("select count(*) from cases.case_file where person = ?")
                .param(dealer.number())
                .query(Integer.class)
                .single();
    }

    @Test
    void eachLineHasItsVerdictAndWhatIsRightIsSentOnce() {
        Actor dealer = people.citizen();
        TestSession session = people.session(dealer);
        assertThat(session.get("/cases/start/transport.vehicle").body()).contains(PATH);
        String twin = line(TestVehicles.chassis(), "pickup");
        String text = HEADS
                + line(TestVehicles.chassis(), "PICKUP")
                + line("??????", "CAR")
                + line(TestVehicles.chassis(), "SHIP")
                + twin
                + twin;
        String judged = post(session, text, Map.of()).body();
        assertThat(judged)
                .contains(
                        "2 of 5 lines can be sent",
                        "chassis: A chassis number has letters and digits only",
                        "kind: ",
                        "The same as line 5");
        assertThat(cases(dealer)).as("nothing is sent before it was seen").isZero();

        Map<String, String> fields = hidden(judged);
        assertThat(fields).as("papers need not be chosen again").hasSize(3);
        fields.put("send", "true");
        String sent = post(session, text, fields).body();
        assertThat(sent).contains("Sent: 2");
        List<String> numbers = new ArrayList<>(NUMBER.matcher(sent)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList());
        assertThat(numbers).hasSize(2);
        assertThat(post(session, text, fields).body()).as("posted once more").contains(numbers);
        assertThat(cases(dealer)).isEqualTo(2);
        Matcher price = Pattern.compile("150\\.00")
                .matcher(session.get("/payments/mine").body());
        assertThat(price.find()).as("both bills can be paid in one go").isTrue();
    }

    @Test
    void aListThatCanNotBeReadIsRefusedWithTheLineAndNothingIsLost() {
        TestSession session = people.session(people.citizen());
        String good = line(TestVehicles.chassis(), "CAR");
        HttpResponse<String> broken = post(session, HEADS + good + "\"ABC,CAR\n" + good, Map.of());
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(broken.body()).contains("can not be read from line 3", "C 2026/118");
        assertThat(post(session, "chassis,weight\nABCDE12345,3\n", Map.of()).body())
                .contains("There are no such columns: weight");
        assertThat(post(session, "chassis," + HEADS + "ABCDE12345," + good, Map.of())
                        .body())
                .as("which of both is meant nobody knows")
                .contains("can not be read from line 1");
        assertThat(post(session, HEADS, Map.of()).body()).contains("at least one line");
        assertThat(post(session, HEADS + good.repeat(501), Map.of()).body()).contains("The list has 501 lines");
        String spreadsheet = (HEADS + good).replace(',', '\t');
        assertThat(post(session, spreadsheet, Map.of()).body()).contains("1 of 1 lines");
        TestSession other = people.session(people.citizen());
        String judged = other.postMultipart(
                        PATH,
                        Map.of(),
                        Map.of(
                                "csv",
                                new Upload("list.csv", "text/csv", (HEADS + good).getBytes(StandardCharsets.UTF_8))))
                .body();
        assertThat(judged).as("a file, without the papers").contains("0 of 1 lines", "customs entry");
        Map<String, String> stolen =
                hidden(post(session, HEADS + good, Map.of()).body());
        assertThat(post(other, HEADS + good, stolen).body())
                .as("somebody else’s papers")
                .contains("0 of 1 lines");
        assertThat(session.get("/cases/bulk/transport.licence").statusCode()).isEqualTo(404);
    }
}
