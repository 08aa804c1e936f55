package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Gateway.Order;
import bz.ceiba.platform.payments.Gateway.Progress;
import bz.ceiba.platform.payments.Payment.PaymentState;
import bz.ceiba.platform.web.WebhookSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Against the demonstration's gateway, over real HTTP in both directions. */
@CeibaTest
class PayingTest {
    private static final Random NUMBERS = new Random();
    private static final String GOOD = "card=4242+4242+4242+4242&pay=1";
    private static final String DECLINED = "card=4000000000000002&pay=1";

    private final HttpClient browser = HttpClient.newHttpClient();

    @Autowired
    private Bills bills;

    @Autowired
    private Payments payments;

    @Autowired
    private Checkouts checkouts;

    @Autowired
    private Captures captures;

    @Autowired
    private Refunds refunds;

    @Autowired
    private GatewayPort port;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TestTills tills;

    @Autowired
    private TestPeople people;

    @Autowired
    private Clock clock;

    private UUID raise(Actor payer) {
        return bills.raise(new BillOrder(
                "test/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                payer.person(),
                "police",
                "POL-01",
                "Police record certificate (ñ)",
                Money.ofCents(2000)));
    }

    /** The payment that is or would be tried for a bill. */
    private Payment begin(UUID id) {
        return checkouts.begin(List.of(id), bill(id).payer(), false);
    }

    private String open(UUID id) {
        return checkouts.open(begin(id), Locale.ENGLISH);
    }

    private Bill bill(UUID id) {
        return bills.find(id).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
    }

    private HttpResponse<String> visit(String url) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> type(String url, String form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String location(HttpResponse<?> response) {
        assertThat(response.statusCode()).isEqualTo(303);
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static String path(String url) {
        return URI.create(url).getPath();
    }

    private HttpResponse<String> tell(String id, Instant at, byte[] body, String signature) {
        TestSession gateway = people.anonymous();
        return gateway.send(gateway.request("/payments/webhook")
                .header("Content-Type", "application/json")
                .header(WebhookSignature.ID, id)
                .header(WebhookSignature.TIMESTAMP, String.valueOf(at.getEpochSecond()))
                .header(WebhookSignature.SIGNATURE, signature)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] event(UUID payment, String status, long cents) {
        return ("{\"type\":\"checkout." + status + "\",\"data\":{\"id\":\"co_test_" + payment
                        + "\",\"merchant_reference\":\"" + payment + "\",\"status\":\"" + status + "\",\"amount\":"
                        + cents
                        + ",\"currency\":\"BZD\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private long receipts(UUID bill) {
        return db.sql("select count(*) from payments.receipt where bill = ?")
                .param(bill)
                .query(Long.class)
                .single();
    }

    @Test
    void aCitizenPaysOnTheGatewaysPageAndGetsAReceipt() throws Exception {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID id = raise(ana);

        assertThat(session.get("/payments/bills/" + id).body())
                .contains("Pay BZ$20.00")
                .contains("Belize Police Department");
        String checkout = location(session.post("/payments/bills/" + id + "/pay", Map.of()));
        assertThat(location(session.post("/payments/bills/" + id + "/pay", Map.of())))
                .as("pressed twice")
                .isEqualTo(checkout);
        assertThat(visit(checkout).body()).contains("BZ$20.00").contains("certificate (ñ)");
        assertThat(visit(checkout + "?language=es").body()).contains("Pagar con tarjeta");
        assertThat(type(checkout, DECLINED).body()).contains("The card was declined");
        assertThat(bill(id).status()).isEqualTo(BillStatus.OPEN);

        String back = location(type(checkout, GOOD));
        HttpResponse<String> after = session.get(path(back));
        assertThat(after.body()).contains("You have paid").contains("/cases/" + bill(id).caseNumber());

        Bill paid = bill(id);
        String number = java.util.Objects.requireNonNull(paid.receipt());
        assertThat(number).matches("POL-20[0-9]{2}-[0-9]{6}");
        assertThat(session.get("/payments/receipts/" + number).body()).contains("BZ$20.00");
        byte[] pdf = session.getBytes("/payments/receipts/" + number + ".pdf").body();
        try (var document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document)).contains(number, "BZ$20.00", "certificate (ñ)");
        }
        assertThat(session.get("/payments/mine").body()).contains(number);
        await(() -> db.sql("select count(*) from payments.webhook_event where id like '%captured' and id like ?")
                        .param("evt_" + checkout.substring(checkout.lastIndexOf('/') + 1) + "%")
                        .query(Long.class)
                        .single()
                == 1);
        assertThat(receipts(id)).as("the webhook that came afterwards").isEqualTo(1);
    }

    @Test
    void theWebhookAloneIsEnoughWhenThePayerNeverComesBack() throws Exception {
        Actor ana = people.citizen();
        UUID id = raise(ana);
        type(open(id), GOOD);
        await(() -> bill(id).status() == BillStatus.PAID);
        assertThat(receipts(id)).isEqualTo(1);
    }

    @Test
    void whoCancelsOnTheGatewaysPageIsToldThatNothingWasTakenAndCanTryAgain() throws Exception {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID id = raise(ana);
        String checkout = open(id);
        String back = location(type(checkout, "cancel=1"));
        assertThat(session.get(path(back)).body()).contains("You have not paid").contains("Try again");
        assertThat(open(id)).isNotEqualTo(checkout);
    }

    @Test
    void comingBackProvesNothing() {
        Actor ana = people.citizen();
        UUID id = raise(ana);
        open(id);
        UUID payment = begin(id).id();
        HttpResponse<String> back = people.session(ana).get("/payments/return/" + payment);
        assertThat(back.body()).contains("We are confirming your payment");
        assertThat(back.headers().firstValue("Refresh")).contains("3");
        assertThat(bill(id).status()).isEqualTo(BillStatus.OPEN);
    }

    @Test
    void aWebhookIsBookedOnceHoweverOftenItComesAndWhateverCameBefore() {
        UUID id = raise(people.citizen());
        Payment payment = begin(id);
        WebhookSignature signature = port.signature().orElseThrow();
        byte[] abandoned = event(payment.id(), "abandoned", 2000);
        byte[] captured = event(payment.id(), "captured", 2000);
        Instant now = clock.instant();
        String late = signature.sign("e1" + id, now, abandoned);
        String paid = signature.sign("e2" + id, now, captured);

        assertThat(tell("e1" + id, now, abandoned, late).statusCode()).isEqualTo(200);
        assertThat(tell("e2" + id, now, captured, "v1,bm9uc2Vuc2U= " + paid).statusCode())
                .isEqualTo(200);
        assertThat(tell("e2" + id, now, captured, paid).statusCode()).isEqualTo(200);
        String other = signature.sign("e3" + id, now, captured);
        assertThat(tell("e3" + id, now, captured, other).statusCode()).isEqualTo(200);
        assertThat(bill(id).status()).isEqualTo(BillStatus.PAID);
        assertThat(receipts(id)).isEqualTo(1);
    }

    @Test
    void aForgedAnOldAndAnAlteredWebhookAreRefusedAndWriteNothing() {
        UUID id = raise(people.citizen());
        Payment payment = begin(id);
        byte[] body = event(payment.id(), "captured", 2000);
        Instant now = clock.instant();
        Instant old = now.minus(Duration.ofMinutes(6));
        WebhookSignature ours = port.signature().orElseThrow();
        WebhookSignature stranger = new WebhookSignature("whsec_" + "QUJD".repeat(12));

        assertThat(tell("f1" + id, now, body, stranger.sign("f1" + id, now, body))
                        .statusCode())
                .isEqualTo(401);
        assertThat(tell("f2" + id, old, body, ours.sign("f2" + id, old, body)).statusCode())
                .isEqualTo(401);
        assertThat(tell("f3" + id, now, body, ours.sign("f3" + id, now, event(payment.id(), "captured", 1)))
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> unsigned = tell("f4" + id, now, body, "");
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(unsigned.headers().allValues("WWW-Authenticate"))
                .as("it is told what is missing")
                .singleElement()
                .satisfies(challenge -> assertThat(challenge)
                        .startsWith("Webhook-Signature ")
                        .contains("webhook-id webhook-timestamp webhook-signature"));
        assertThat(bill(id).status()).isEqualTo(BillStatus.OPEN);
        assertThat(db.sql("select count(*) from payments.webhook_event where id like ?")
                        .param("f_" + id)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anotherAmountThanAskedForIsNotBookedAsPaid() {
        UUID id = raise(people.citizen());
        Payment payment = begin(id);
        byte[] body = event(payment.id(), "captured", 1999);
        Instant now = clock.instant();
        String signature = port.signature().orElseThrow().sign("m" + id, now, body);
        assertThat(tell("m" + id, now, body, signature).statusCode()).isEqualTo(200);
        assertThat(payments.find(payment.id()).orElseThrow().state()).isEqualTo(PaymentState.MISMATCH);
        assertThat(bill(id).status()).isEqualTo(BillStatus.OPEN);
        assertThat(balance(id, "gateway-clearing")).isEqualTo(1999);
        assertThat(balance(id, "gateway-suspense")).isEqualTo(-1999);
    }

    @Test
    void whatThePayerPaidWhileWeWereDownIsFoundByReconciliation() throws Exception {
        UUID id = raise(people.citizen());
        Payment payment = begin(id);
        // We died before we kept the gateway's answer, and its webhook got lost.
        String url = port.gateway()
                .orElseThrow()
                .open(new Order(payment.id(), payment.amount(), "Lost", "http://localhost/none", "en"))
                .url();
        String checkout = url.substring(url.lastIndexOf('/') + 1);
        db.sql("insert into payments.webhook_event (id, type, at) values (?, 'lost', now())")
                .param("evt_" + checkout + "_captured")
                .update();
        assertThat(type(url, GOOD).statusCode()).isEqualTo(303);
        db.sql("update payments.payment set at = at - interval '1 minute' where id = ?")
                .param(payment.id())
                .update();
        await(() -> {
            checkouts.reconcile();
            return bill(id).status() == BillStatus.PAID;
        });
        assertThat(receipts(id)).isEqualTo(1);
    }

    @Test
    void whoPaysTwiceGetsTheSecondPaymentBack() throws Exception {
        UUID id = raise(people.citizen());
        String checkout = open(id);
        Payment payment = begin(id);
        Actor cashier = tills.cashier();
        captures.cash(
                id,
                cashier.number(),
                null,
                cashier.doesFor(
                        "treasury",
                        AuditEvent.PAYMENT_RECEIVED,
                        bill(id).payer(),
                        bill(id).caseNumber(),
                        null,
                        Map.of()));
        type(checkout, GOOD);
        await(() -> payments.find(payment.id()).orElseThrow().state() == PaymentState.SURPLUS);
        await(() -> refunds.of(id).stream().anyMatch(refund -> refund.state().equals("DONE")));
        assertThat(balance(id, "gateway-clearing")).isZero();
        assertThat(balance(id, "cash-till:%")).isEqualTo(2000);
        assertThat(balance(id, "refunds-payable")).isZero();
    }

    private long balance(UUID bill, String account) {
        return db.sql("select coalesce(sum(cents), 0) from payments.posting where bill = ? and account like ?")
                .param(bill)
                .param(account)
                .query(Long.class)
                .single();
    }

    @Test
    void aRefundGoesBackThroughTheGatewayAfterTheCommit() throws Exception {
        UUID id = raise(people.citizen());
        type(open(id), GOOD);
        await(() -> bill(id).status() == BillStatus.PAID);
        Bill paid = bill(id);
        bills.refund(
                id,
                "withdrawn/" + id,
                paid.refundable(),
                paid.refundable(),
                "withdrawn",
                AuditEntry.bySystem(AuditEvent.PAYMENT_REFUNDED, paid.payer(), paid.caseNumber(), Map.of()));
        await(() -> refunds.of(id).stream().allMatch(refund -> refund.state().equals("DONE")));
        assertThat(bill(id).status()).isEqualTo(BillStatus.REFUNDED);
        assertThat(balance(id, "gateway-clearing")).isZero();
    }

    @Test
    void aRefundThatWasGivenUpIsShownToTheAgencysOfficersWhoHaveItSentAgain() throws Exception {
        UUID id = raise(people.citizen());
        type(open(id), GOOD);
        await(() -> bill(id).status() == BillStatus.PAID);
        UUID payment = db.sql("select payment from payments.receipt where bill = ?")
                .param(id)
                .query(UUID.class)
                .single();
        Bill paid = bill(id);
        UUID refund = UUID.randomUUID();
        db.sql("""
                insert into payments.refund (id, key, bill, payment, amount, reason, state, at, attempts, error)
                values (?, ?, ?, ?, 1500, 'test', 'FAILED', now(), 8, 'the gateway answers 401: key revoked')
                """)
                .param(refund)
                .param("given-up/" + id)
                .param(id)
                .param(payment)
                .update();
        assertThat(people.session(people.officer("transport"))
                        .get("/payments/refunds")
                        .body())
                .doesNotContain(paid.caseNumber().text());
        assertThat(people.session(people.officer("transport"))
                        .post("/payments/refunds/" + refund + "/again", Map.of())
                        .statusCode())
                .isEqualTo(404);
        TestSession officer = people.session(people.officer("police"));
        assertThat(officer.get("/payments/refunds").body())
                .contains(paid.caseNumber().text(), "the gateway answers 401: key revoked", refund + "/again");
        officer.post("/payments/refunds/" + refund + "/again", Map.of());
        await(() -> refunds.find(refund).orElseThrow().state().equals("DONE"));
        assertThat(officer.post("/payments/refunds/" + refund + "/again", Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(officer.get("/payments/refunds").body()).doesNotContain(refund + "/again");
    }

    @Test
    void theGatewayRecognisesARefundThatIsSentTwice() throws Exception {
        UUID id = raise(people.citizen());
        type(open(id), GOOD);
        await(() -> bill(id).status() == BillStatus.PAID);
        UUID payment = db.sql("select payment from payments.receipt where bill = ?")
                .param(id)
                .query(UUID.class)
                .single();
        Gateway gateway = port.gateway().orElseThrow();
        UUID refund = UUID.randomUUID();
        gateway.refund(payment, refund, Money.ofCents(1500));
        gateway.refund(payment, refund, Money.ofCents(1500));
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> gateway.refund(payment, UUID.randomUUID(), Money.ofCents(600)))
                .isInstanceOf(Gateway.GatewayUnavailable.class);
        assertThat(gateway.ask(payment).progress()).isEqualTo(Progress.CAPTURED);
    }

    @Test
    void aCashierTakesCashForOthersAndNobodyForHimself() {
        Actor cashier = tills.cashier();
        TestSession desk = people.session(cashier);
        UUID id = raise(people.citizen());
        String number = bill(id).caseNumber().text();
        assertThat(desk.get("/payments/counter?case=" + number).body()).contains("I have received BZ$20.00 in cash");
        HttpResponse<String> taken = desk.post("/payments/counter/bills/" + id, Map.of("received", "true"));
        assertThat(desk.follow(taken).body()).contains("Receipt POL-").contains("Cash, at the counter");
        assertThat(desk.post("/payments/counter/bills/" + id, Map.of("received", "true"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(desk.get("/payments/counter?case=XX-1").statusCode()).isEqualTo(422);

        UUID own = raise(cashier);
        assertThat(desk.get("/payments/counter?case=" + bill(own).caseNumber()).body())
                .contains("Nobody takes his own payment");
        assertThat(desk.post("/payments/counter/bills/" + own, Map.of("received", "true"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void cashIsGivenBackAtTheCounterOnce() {
        Actor cashier = tills.cashier();
        TestSession desk = people.session(cashier);
        UUID id = raise(people.citizen());
        desk.post("/payments/counter/bills/" + id, Map.of("received", "true"));
        Bill paid = bill(id);
        bills.refund(
                id,
                "cash/" + id,
                Money.ofCents(500),
                paid.refundable(),
                "withdrawn",
                AuditEntry.bySystem(AuditEvent.PAYMENT_REFUNDED, paid.payer(), paid.caseNumber(), Map.of()));
        assertThat(desk.get("/payments/counter?case=" + paid.caseNumber()).body())
                .contains("I have paid out BZ$5.00 in cash");
        String path = "/payments/counter/refunds/" + refunds.of(id).getFirst().id();
        assertThat(desk.post(path, Map.of("received", "true")).statusCode()).isBetween(302, 303);
        assertThat(desk.post(path, Map.of("received", "true")).statusCode()).isEqualTo(409);
        assertThat(balance(id, "cash-till:%")).isEqualTo(1500);
        assertThat(balance(id, "refunds-payable")).isZero();
    }

    @Test
    void anothersBillPaymentAndReceiptDoNotExistForAStranger() {
        Actor ana = people.citizen();
        TestSession stranger = people.session(people.citizen());
        UUID id = raise(ana);
        Payment payment = begin(id);
        assertThat(stranger.get("/payments/bills/" + id).statusCode()).isEqualTo(404);
        assertThat(stranger.post("/payments/bills/" + id + "/pay", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(stranger.get("/payments/return/" + payment.id()).statusCode())
                .isEqualTo(404);
        assertThat(stranger.get("/payments/receipts/POL-2026-999999").statusCode())
                .isEqualTo(404);
        assertThat(stranger.get("/payments/counter").statusCode()).isEqualTo(403);
        assertThat(stranger.post("/payments/counter/bills/" + id, Map.of("received", "true"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.anonymous().get("/payments/bills/" + id).statusCode()).isIn(302, 303, 401);
    }
}
