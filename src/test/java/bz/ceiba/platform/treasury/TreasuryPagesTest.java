package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.TestMoney;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The treasurer's day through the pages, and who is kept out. */
@CeibaTest
class TreasuryPagesTest {
    @Value("${ceiba.base-url}")
    private String base;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestMoney money;

    @Autowired
    private JdbcClient db;

    private HttpResponse<String> upload(TestSession session, byte[] file) {
        return session.postMultipart(
                "/treasury/statements",
                Map.of(),
                Map.of("file", new TestSession.Upload("statement.xml", "application/xml", file)));
    }

    private static TestStatement statement() {
        return new TestStatement("08", Accounts.DEMO);
    }

    private long numberOf(TestStatement statement) {
        return db.sql("""
                select e.number from treasury.exception e join treasury.line l on l.id = e.line
                join treasury.statement s on s.id = l.statement where s.number = ? and e.state <> 'DONE'
                """).param(statement.number()).query(Long.class).single();
    }

    private static Map<String, String> action(int revision, String action, String bill) {
        return Map.of("revision", String.valueOf(revision), "action", action, "bill", bill, "reason", "A test of it");
    }

    @Test
    void anOfficerTakesAStatementInWorksTheListAndASecondOneWhoSawTheSameIsTold() {
        Bill bill = money.bill(30_00);
        TestStatement statement = statement().line(30_00, "NO-REFERENCE-" + UUID.randomUUID());
        TestSession officer = people.session(people.officer("treasury"));
        assertThat(upload(officer, statement.file()).body()).contains("is taken in, with 1 lines", "Unknown:");
        assertThat(upload(officer, statement.file()).body()).contains("Nothing has changed");
        long number = numberOf(statement);
        String path = "/treasury/exceptions/" + number;
        assertThat(officer.get("/treasury/exceptions?kind=UNKNOWN").body()).contains("EX-" + number);
        assertThat(officer.get("/treasury/exceptions?kind=MISSING").body()).doesNotContain("EX-" + number);
        assertThat(officer.get("/treasury/exceptions?kind=UNKNOWN&days=7").body())
                .doesNotContain("EX-" + number);
        assertThat(officer.get(path).body()).contains("Match to a bill", "BZ$30.00", "Flor &amp; Sons");
        HttpResponse<String> nothing = officer.post(path, Map.of("revision", "0"));
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.body()).contains("Choose what you do about it", "Give a reason");
        assertThat(officer.post(path, action(0, "BILL", "TST-26-000000-0")).statusCode())
                .isEqualTo(422);
        assertThat(officer.post(path, action(0, "FEE", "")).statusCode()).isEqualTo(422);
        assertThat(officer.location(
                        officer.post(path, action(0, "BILL", bill.caseNumber().text()))))
                .isEqualTo("/treasury/exceptions");
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
        HttpResponse<String> late =
                people.session(people.supervisor("treasury")).post(path, action(0, "WRITE_OFF", ""));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Somebody was faster");
        assertThat(officer.get(path).body())
                .contains(String.valueOf(money.now(bill.id()).receipt()));
    }

    @Test
    void aFileThatIsNoStatementIsRefusedInWordsThatSayWhere() {
        TestSession officer = people.session(people.officer("treasury"));
        HttpResponse<String> wrong = upload(officer, "<a>\n<b></a>".getBytes(StandardCharsets.UTF_8));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("line and column 2:");
        HttpResponse<String> entity = upload(
                officer,
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>".getBytes(StandardCharsets.UTF_8));
        assertThat(entity.statusCode()).isEqualTo(422);
        assertThat(entity.body()).contains("no document type").doesNotContain("root:");
        assertThat(upload(officer, statement().line(1_00, "X").lyingBy(5).file())
                        .body())
                .contains("but the closing balance is BZ$1.05");
        assertThat(upload(
                                officer,
                                new TestStatement("08", "OTHER").line(1_00, "X").file())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void officersOfOtherAgenciesCashiersAndCitizensAreRefused() {
        TestStatement statement = statement().line(2_00, "REFUSED-" + UUID.randomUUID());
        upload(people.session(people.officer("treasury")), statement.file());
        String path = "/treasury/exceptions/" + numberOf(statement);
        for (TestSession other : List.of(
                people.session(people.officer("police")),
                people.session(people.supervisor("finance")),
                people.session(people.cashier("treasury")),
                people.session(people.citizen()))) {
            for (String page : List.of("/treasury", "/treasury/exceptions", path, "/treasury/closings")) {
                assertThat(other.get(page).statusCode()).as(page).isEqualTo(403);
            }
            assertThat(other.post(path, action(0, "RETURN", "")).statusCode()).isEqualTo(403);
            assertThat(other.post(path + "/decide", Map.of("revision", "0", "approve", "true"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(other.post("/treasury/closings", Map.of()).statusCode()).isEqualTo(403);
            assertThat(upload(other, statement().line(1_00, "X").file()).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void theDayIsClosedFromThePageAndItsReportIsThereAsCsv() {
        TestSession officer = people.session(people.officer("treasury"));
        HttpResponse<String> closed = officer.post("/treasury/closings", Map.of());
        String report = officer.location(closed);
        assertThat(officer.get(report).body()).contains("Sum of the ledger, which must be zero", "BZ$0.00");
        assertThat(officer.get("/treasury/closings").body()).contains("is closed. What is booked now");
        HttpResponse<String> csv = officer.get(report + ".csv");
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.body()).startsWith("agency,head,opening,cash,gateway,bank,vouchers,refunds,closing\r\n");
        assertThat(officer.get("/treasury/closings/1999-01-01").statusCode()).isEqualTo(404);
    }

    @Test
    void thePagesAreAccessibleOnAPhoneInSpanishAndOnADeskInEnglish() {
        Bill bill = money.bill(40_00);
        TestStatement statement = statement()
                .line(120_00, "A-" + UUID.randomUUID())
                .line(50_00, bill.caseNumber().text());
        TestSession officer = people.session(people.officer("treasury"));
        upload(officer, statement.file());
        String report = officer.location(officer.post("/treasury/closings", Map.of()));
        long number = db.sql("""
                select max(e.number) from treasury.exception e join treasury.line l on l.id = e.line
                join treasury.statement s on s.id = l.statement where s.number = ?
                """).param(statement.number()).query(Long.class).single();
        Map<String, String> pages = Map.of(
                "desk", "/treasury",
                "exceptions", "/treasury/exceptions",
                "exception", "/treasury/exceptions/" + number,
                "closings", "/treasury/closings",
                "closing", report);
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext desk = Browser.desk("en")) {
            look(phone, officer, pages, "es-360", Browser::assertAccessible);
            look(desk, officer, pages, "en-1280", Browser::assertFits);
        }
    }

    private void look(
            BrowserContext context,
            TestSession officer,
            Map<String, String> pages,
            String suffix,
            Consumer<Page> check) {
        Browser.signIn(context, base, officer);
        Page page = context.newPage();
        pages.forEach((name, path) -> {
            page.navigate(base + path);
            assertThat(page.locator("h1").count()).isEqualTo(1);
            check.accept(page);
            Browser.picture(page, "treasury-" + name + "-" + suffix);
        });
    }
}
