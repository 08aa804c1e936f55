package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.platform.payments.TestVouchers.Sold;
import bz.ceiba.platform.payments.Voucher.VoucherState;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Vouchers at the clerk's desk: sold, found, given back. */
@CeibaTest
class VoucherSaleTest extends VouchersHouse {
    private static final Pattern CODE = Pattern.compile("([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}");
    private static final String DESK = "/payments/vouchers";

    @Autowired
    private TestPhones phones;

    @Autowired
    private VoucherCodes codes;

    @Value("${ceiba.base-url}")
    private String base;

    private static HttpResponse<String> sell(TestSession desk, String key, String amount, String phone) {
        return desk.post(DESK + "/sell", Map.of("key", key, "amount", amount, "phone", phone));
    }

    private static HttpResponse<String> give(TestSession desk, Sold sold) {
        return give(desk, sold.code());
    }

    private static HttpResponse<String> give(TestSession desk, String code) {
        return desk.post(DESK + "/give-back", Map.of("code", code, "received", "true"));
    }

    /** The code on the slip that the page after the sale prints. */
    static String slip(TestSession desk, String key) throws Exception {
        HttpResponse<byte[]> pdf = desk.postForBytes(DESK + "/slip", Map.of("key", key));
        assertThat(pdf.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(pdf.headers().firstValue("Cache-Control")).contains("no-store");
        try (var document = Loader.loadPDF(pdf.body())) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text).contains("Voucher for BZ$20.00", "Vale de BZ$20.00", "/payments/vouchers/check");
            Matcher code = CODE.matcher(text);
            assertThat(code.find()).isTrue();
            return code.group();
        }
    }

    private static String phone() {
        return String.format(
                java.util.Locale.ROOT, "61%05d", ThreadLocalRandom.current().nextInt(100_000));
    }

    @Test
    void aVoucherIsSoldForCashIntoTheClerksOwnTillWithASlipAndAnSmsAndCountsThere() throws Exception {
        Actor fresh = people.cashier("treasury");
        TestSession desk = people.session(fresh);
        assertThat(desk.get(DESK).body()).contains("Open your till").doesNotContain("name=\"key\"");
        assertThat(sell(desk, codes.key(), "20", "").statusCode())
                .as("without an open till")
                .isEqualTo(409);
        Till till = tills.open(fresh, 100_00);
        long outstanding = money.balance("vouchers-outstanding");
        String key = keyIn(desk.get(DESK).body());
        String phone = phone();
        HttpResponse<String> sold = sell(desk, key, "20", phone);
        assertThat(sold.statusCode()).isEqualTo(200);
        assertThat(sold.body()).contains("Voucher for BZ$20.00", "by SMS to +501" + phone, "VCH-");
        assertThat(money.balance(till.account())).isEqualTo(120_00);
        assertThat(money.balance("vouchers-outstanding") - outstanding).isEqualTo(-20_00);

        String code = slip(desk, key);
        assertThat(phones.sms("+501" + phone, 1)).contains(code, "BZ$20.00");
        assertThat(sold.body()).as("the code is on the slip only").doesNotContain(code, code.replace("-", ""));
        assertThat(TestVouchers.find(desk, code).body()).contains("Voucher ending " + code.substring(20), "BZ$20.00");
        Till closed = tills.count(till, fresh, 120_00);
        assertThat(closed.difference().isZero()).isTrue();
        assertThat(closed.deposit().cents()).isEqualTo(20_00);
    }

    @Test
    void theSameFormSellsOnceAndShowsTheSameVoucherAgain() throws Exception {
        TestSession desk = people.session(cashier);
        String key = keyIn(desk.get(DESK).body());
        List<HttpResponse<String>> answers = atOnce(java.util.Collections.nCopies(8, () -> sell(desk, key, "20", "")));
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("no second voucher was made"))
                .hasSize(7);
        assertThat(money.balance(till(cashier).account())).isEqualTo(20_00);
        assertThat(slip(desk, key)).isEqualTo(slip(desk, key));
        assertThat(sell(desk, key, "30", "").statusCode()).isEqualTo(409);
        assertThat(sell(desk, "not a key", "20", "").statusCode()).isEqualTo(400);
        assertThat(money.balance(till(cashier).account())).isEqualTo(20_00);
        TestSession colleague = people.session(tills.cashier());
        assertThat(colleague.post(DESK + "/slip", Map.of("key", key)).statusCode())
                .as("another clerk prints no slip of mine")
                .isEqualTo(404);
        assertThat(sell(colleague, key, "20", "").statusCode()).isEqualTo(409);
        sellEarlier("61 minutes");
        assertThat(desk.post(DESK + "/slip", Map.of("key", key)).statusCode()).isEqualTo(404);
        sellEarlier("-61 minutes");
        assertThat(give(desk, slip(desk, key)).statusCode()).isIn(302, 303);
        assertThat(desk.post(DESK + "/slip", Map.of("key", key)).statusCode())
                .as("it is worth nothing any more")
                .isEqualTo(404);
    }

    private void sellEarlier(String interval) {
        db.sql("update payments.voucher set sold_at = sold_at - cast(? as interval) where clerk = ?")
                .param(interval)
                .param(cashier.number())
                .update();
    }

    @Test
    void amountsOutsideTheLimitsAndNumbersThatAreNoPhonesAreRefusedBesideTheirFields() {
        TestSession desk = people.session(cashier);
        String key = keyIn(desk.get(DESK).body());
        for (String amount : List.of("4.99", "500.01", "-20", "a lot", "")) {
            HttpResponse<String> answer = sell(desk, key, amount, "");
            assertThat(answer.statusCode()).as(amount).isEqualTo(422);
            assertThat(answer.body()).contains("Type an amount from BZ$5.00 to BZ$500.00");
        }
        assertThat(sell(desk, key, "20", "12").body()).contains("Check the phone number");
        assertThat(money.balance(till(cashier).account())).isZero();
    }

    @Test
    void theCodeIsNowhereInTheDatabaseNorInTheServersLog(@Value("${ceiba.test.owner-url}") String owner)
            throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("bz.ceiba");
        Level before = ours.getLevel();
        log.start();
        root.addAppender(log);
        ours.setLevel(Level.TRACE);
        String code;
        try {
            TestSession desk = people.session(cashier);
            String key = keyIn(desk.get(DESK).body());
            String phone = phone();
            sell(desk, key, "20", phone);
            code = slip(desk, key);
            phones.sms("+501" + phone, 1);
            org.awaitility.Awaitility.await().until(() -> db.sql(
                            "select state from notifications.delivery where address = ? order by id desc limit 1")
                    .param("+501" + phone)
                    .query(String.class)
                    .single()
                    .matches("sent|delivered"));
            TestVouchers.find(desk, code);
            TestSession session = people.session(payer);
            Bill bill = bill(5_00);
            confirm(session, bill, code, look(session, bill, code).body());
            people.anonymous().post("/payments/vouchers/check", Map.of("code", code));
            people.anonymous().post("/payments/vouchers/check", Map.of("code", "A" + code.substring(1)));
            // A form that arrives without the anti-forgery token is held for its sender, but not its code.
            TestSession lost = people.session(cashier);
            lost.forget("ceiba_csrf");
            lost.send(lost.request(DESK + "/find")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Origin", base)
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("code=" + code)));
        } finally {
            root.detachAppender(log);
            ours.setLevel(before);
        }
        JdbcClient all = JdbcClient.create(new DriverManagerDataSource(owner));
        assertThat(all.sql("select count(*) from access.held_post where path = ?")
                        .param(DESK + "/find")
                        .query(Long.class)
                        .single())
                .as("the form was held")
                .isPositive();
        List<String> forms = List.of(code, code.replace("-", ""));
        assertThat(log.list).noneMatch(event -> forms.stream().anyMatch(event.getFormattedMessage()::contains));
        List<String> texts = new ArrayList<>(forms);
        // As bytes are shown.
        forms.forEach(
                form -> texts.add(HexFormat.of().withUpperCase().formatHex(form.getBytes(StandardCharsets.US_ASCII))));
        assertThat(tablesWith(all, texts)).isEmpty();
        assertThat(tablesWith(all, List.of("VOUCHERS/FIND")))
                .as("and it would be found")
                .contains("access.held_post");
    }

    private static List<String> tablesWith(JdbcClient db, List<String> capitals) {
        return db.sql("""
                        select format('%I.%I', schemaname, tablename) from pg_tables
                        where schemaname not in ('pg_catalog', 'information_schema')
                        """).query(String.class).list().stream()
                .filter(table -> db.sql("select exists (select 1 from " + table + """
                         t, lateral (select upper(t::text) as row offset 0) as shown
                        where exists (select 1 from unnest(:texts) as one where strpos(shown.row, one) > 0))
                        """)
                        .param("texts", capitals.toArray(String[]::new))
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    @Test
    void anUnusedVoucherIsGivenBackFromTheClerksOwnTillOnce() {
        Sold sold = vouchers.sell(cashier, 50_00);
        Actor other = people.cashier("treasury");
        TestSession desk = people.session(other);
        assertThat(give(desk, sold).statusCode()).as("without an open till").isEqualTo(409);
        Till till = tills.open(other, 100_00);
        assertThat(desk.post(DESK + "/give-back", Map.of("code", sold.code())).statusCode())
                .as("cash is confirmed")
                .isEqualTo(422);
        assertThat(desk.follow(give(desk, sold)).body()).contains("The voucher is given back");
        assertThat(money.balance(till.account())).isEqualTo(50_00);
        assertThat(money.balance(till(cashier).account())).isEqualTo(50_00);
        assertThat(vouchers.now(sold).state()).isEqualTo(VoucherState.GIVEN_BACK);
        assertThat(audited("VOUCHER_SOLD", sold)).isEqualTo(1);
        assertThat(audited("VOUCHER_GIVEN_BACK", sold)).isEqualTo(1);
        HttpResponse<String> again = give(desk, sold);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("This voucher was given back");
    }

    @Test
    void oneThatWasUsedIsNotGivenBackUntilTheBillIsRefundedOntoIt() {
        Sold sold = vouchers.sell(cashier, 50_00);
        Bill bill = bill(20_00);
        vouchers.pay(sold, bill, payer);
        TestSession desk = people.session(cashier);
        HttpResponse<String> refused = give(desk, sold);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("BZ$30.00 is left");
        assertThat(TestVouchers.find(desk, sold.code()).body()).doesNotContain("I have paid out");
        money.refund(bill, 20_00);
        assertThat(give(desk, sold).statusCode()).isIn(302, 303);
        assertThat(money.balance(till(cashier).account())).isZero();
    }

    @Test
    void aboveTheLimitASecondOfficerOfTheAgencyAgreesAndNeverPaysOutHimself() {
        Sold sold = vouchers.sell(cashier, 100_01);
        Actor both = people.staff("treasury", Role.CASHIER, Role.SUPERVISOR);
        tills.open(both, 200_00);
        TestSession desk = people.session(cashier);
        assertThat(desk.follow(give(desk, sold)).body()).contains("A second officer must agree first");
        assertThat(desk.follow(give(desk, sold)).body()).contains("A second officer must agree first");
        assertThat(audited("REFUND_ASKED", sold)).isEqualTo(1);
        assertThat(money.balance(till(cashier).account())).isEqualTo(100_01);
        String path = "/payments/refunds/requests/" + asked(sold);

        TestSession police = people.session(people.supervisor("police"));
        assertThat(police.get("/payments/refunds").body()).doesNotContain(path);
        assertThat(police.post(path + "/approve", Map.of()).statusCode()).isEqualTo(404);
        assertThat(desk.post(path + "/approve", Map.of()).statusCode()).isEqualTo(403);
        TestSession second = people.session(both);
        assertThat(second.get("/payments/refunds").body())
                .contains(path, vouchers.now(sold).name());
        assertThat(second.follow(second.post(path + "/approve", Map.of())).body())
                .contains("The cashier pays it out");
        assertThat(second.post(path + "/decline", Map.of()).statusCode()).isEqualTo(409);
        assertThat(give(second, sold).statusCode()).as("four eyes").isEqualTo(403);
        assertThat(TestVouchers.find(desk, sold.code()).body()).contains("I have paid out BZ$100.01");
        assertThat(desk.follow(give(desk, sold)).body()).contains("The voucher is given back");
        assertThat(money.balance(till(cashier).account())).isZero();
        assertThat(audited("REFUND_APPROVED", sold)).isEqualTo(1);
        assertThatThrownBy(() -> db.sql("update payments.refund_request set decided_by = asked_by where voucher = ?")
                        .param(sold.number())
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void whoAskedDoesNotAgreeHimselfAndADeclinedOneMayBeAskedAgain() {
        Actor both = people.staff("treasury", Role.CASHIER, Role.OFFICER);
        tills.open(both, 0);
        Sold sold = vouchers.sell(both, 200_00);
        TestSession desk = people.session(both);
        give(desk, sold);
        String path = "/payments/refunds/requests/" + asked(sold);
        assertThat(desk.post(path + "/approve", Map.of()).statusCode()).isEqualTo(403);
        people.session(people.officer("treasury")).post(path + "/decline", Map.of());
        assertThat(audited("REFUND_DECLINED", sold)).isEqualTo(1);
        assertThat(desk.follow(give(desk, sold)).body()).contains("A second officer must agree first");
        assertThat(asked(sold)).isNotEqualTo(path.substring(path.lastIndexOf('/') + 1));
        assertThat(money.balance(till(both).account())).isEqualTo(200_00);
    }

    private String asked(Sold sold) {
        return db.sql("select id from payments.refund_request where voucher = ? and state = 'WAITING'")
                .param(sold.number())
                .query(UUID.class)
                .single()
                .toString();
    }

    @Test
    void citizensAndOfficersNeitherSellNorFindNorGiveBack() {
        Sold sold = vouchers.sell(cashier, 50_00);
        for (TestSession stranger : List.of(people.session(payer), people.session(people.officer("treasury")))) {
            assertThat(stranger.get(DESK).statusCode()).isEqualTo(403);
            assertThat(sell(stranger, "0".repeat(32), "20", "").statusCode()).isEqualTo(403);
            assertThat(TestVouchers.find(stranger, sold.code()).status()).isEqualTo(403);
            assertThat(give(stranger, sold).statusCode()).isEqualTo(403);
        }
        assertThat(vouchers.now(sold).state()).isEqualTo(VoucherState.ACTIVE);
    }
}
