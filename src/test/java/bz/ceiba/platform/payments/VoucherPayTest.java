package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.TestVouchers.Sold;
import bz.ceiba.platform.payments.Voucher.VoucherState;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Paying with vouchers: on the pages, by program, over the counter; refunds onto them, and their end. */
@CeibaTest
class VoucherPayTest extends VouchersHouse {
    private static final String CHECK = "/payments/vouchers/check";

    @Autowired
    private Refunds refunds;

    private long balance(UUID bill, String account) {
        return db.sql("select coalesce(sum(cents), 0) from payments.posting where bill = ? and account like ?")
                .param(bill)
                .param(account)
                .query(Long.class)
                .single();
    }

    private static HttpResponse<String> check(TestSession somebody, String code) {
        return somebody.post(CHECK, Map.of("code", code));
    }

    @Test
    void aVoucherPaysSeveralBillsOfSeveralAgenciesAndTheRestStaysOnIt() {
        Sold sold = vouchers.sell(cashier, 100_00);
        Bill police = bill(20_00);
        Bill lands = money.bill(payer, "lands", "V-02", 30_00);
        TestSession session = people.session(payer);
        HttpResponse<String> chosen = session.send(session.request("/payments/vouchers/choose")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "bill=" + police.id() + "&bill=" + lands.id() + "&_csrf=" + session.csrf())));
        HttpResponse<String> asked = session.follow(chosen);
        assertThat(asked.body()).contains("Pay BZ$50.00 with a voucher");
        String both = "bill=" + police.id() + "&bill=" + lands.id() + "&_csrf=" + session.csrf() + "&code="
                + sold.code().toLowerCase(Locale.ROOT).replace('-', '+');
        String page = session.send(session.request("/payments/vouchers/pay")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(both)))
                .body();
        assertThat(page)
                .contains("On the voucher", "BZ$100.00", "Pay BZ$50.00 with this voucher", "BZ$50.00, valid until");
        assertThat(money.now(police.id()).captured().isZero())
                .as("nothing is paid yet")
                .isTrue();
        HttpResponse<String> paid = session.send(session.request("/payments/vouchers/pay/confirm")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        both + "&balance=" + hidden(page, "balance") + "&amount=" + hidden(page, "amount"))));
        assertThat(session.location(paid)).doesNotContain(sold.code());
        String done = session.follow(paid).body();
        assertThat(done).contains("You have paid");
        for (Bill bill : List.of(police, lands)) {
            Bill now = money.now(bill.id());
            assertThat(now.status()).isEqualTo(BillStatus.PAID);
            assertThat(done).contains("/payments/receipts/" + now.receipt());
            assertThat(balance(bill.id(), "vouchers-outstanding"))
                    .isEqualTo(bill.amount().cents());
            assertThat(balance(bill.id(), "receivable")).isZero();
            assertThat(session.get("/payments/receipts/" + now.receipt()).body())
                    .contains("Voucher");
        }
        assertThat(vouchers.now(sold).balance().cents()).isEqualTo(50_00);
        assertThat(audited("VOUCHER_REDEEMED", sold)).isEqualTo(1);
        assertThat(check(people.anonymous(), sold.code()).body()).contains("BZ$50.00", "Paid with it", "-BZ$50.00");
    }

    @Test
    void whereItDoesNotReachItPaysAPartAndSaysWhatIsMissingBefore() {
        Sold sold = vouchers.sell(cashier, 15_00);
        Bill bill = bill(20_00);
        TestSession session = people.session(payer);
        String page = look(session, bill, sold.code()).body();
        assertThat(page).contains("BZ$15.00 of BZ$20.00", "BZ$5.00 is still to be paid afterwards");
        confirm(session, bill, sold.code(), page);
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.OPEN);
        assertThat(money.now(bill.id()).outstanding().cents()).isEqualTo(5_00);
        HttpResponse<String> empty = look(session, bill, sold.code());
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Nothing is left on this voucher");
        money.cash(money.now(bill.id()), cashier);
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
    }

    @Test
    void anExpiredOneAndOneThatWasGivenBackAreRefusedInWords() {
        Sold late = vouchers.sell(cashier, 20_00);
        vouchers.letPass(late);
        Sold back = vouchers.sell(cashier, 20_00);
        vouchers.giveBack(back, cashier);
        Bill bill = bill(20_00);
        TestSession session = people.session(payer);
        Map.of(late, "was valid until 29 February 2020 and does not pay any more", back, "was given back for cash")
                .forEach((sold, words) -> {
                    HttpResponse<String> answer = look(session, bill, sold.code());
                    assertThat(answer.statusCode()).isEqualTo(422);
                    assertThat(answer.body()).contains(words);
                    assertThat(create(session, UUID.randomUUID(), sold.code(), List.of(bill))
                                    .statusCode())
                            .isEqualTo(409);
                });
        assertThat(money.now(bill.id()).captured().isZero()).isTrue();
        assertThat(check(people.anonymous(), late.code()).body()).contains("expired");
    }

    @Test
    void whatIsLeftOnExpiredOnesIsOwedElsewhereAndCountedOnce() throws Exception {
        Sold sold = vouchers.sell(cashier, 40_00);
        vouchers.pay(sold, bill(15_00), payer);
        long outstanding = money.balance("vouchers-outstanding");
        long expired = money.balance("vouchers-expired");
        atOnce(Collections.nCopies(4, () -> {
            vouchers.expire(sold);
            return true;
        }));
        assertThat(money.balance("vouchers-outstanding") - outstanding).isEqualTo(25_00);
        assertThat(money.balance("vouchers-expired") - expired).isEqualTo(-25_00);
        assertThat(vouchers.now(sold).state()).isEqualTo(VoucherState.EXPIRED);
        assertThat(audited("VOUCHER_EXPIRED", sold)).isEqualTo(1);
        Sold good = vouchers.sell(cashier, 5_00);
        vouchers.runExpiry();
        assertThat(vouchers.now(good).state()).isEqualTo(VoucherState.ACTIVE);
    }

    @Test
    void aRefundGoesBackOntoTheVoucherOrOntoANewOneWhenThatHasEnded() throws Exception {
        Sold sold = vouchers.sell(cashier, 40_00);
        Bill bill = bill(40_00);
        vouchers.pay(sold, bill, payer);
        money.refund(bill, 10_00);
        assertThat(vouchers.now(sold).balance().cents()).isEqualTo(10_00);
        assertThat(refunds.of(bill.id())).singleElement().satisfies(refund -> assertThat(refund.state())
                .isEqualTo("DONE"));
        assertThat(balance(bill.id(), "refunds-payable")).isZero();

        vouchers.expire(sold);
        money.refund(bill, 30_00);
        Refunds.Refund due = refunds.of(bill.id()).getLast();
        assertThat(due.state()).isEqualTo("DUE");
        assertThat(vouchers.now(sold).balance().isZero()).isTrue();
        TestSession desk = people.session(cashier);
        String counter =
                desk.get("/payments/counter?case=" + bill.caseNumber().text()).body();
        assertThat(counter).contains("Make a new voucher for BZ$30.00");
        assertThat(desk.post("/payments/counter/refunds/" + due.id(), Map.of("received", "true"))
                        .statusCode())
                .as("what was no cash is not given back as cash")
                .isEqualTo(409);
        String path = "/payments/counter/refunds/" + due.id() + "/voucher";
        List<HttpResponse<String>> made = atOnce(Collections.nCopies(4, () -> desk.post(path, Map.of())));
        assertThat(made).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(made.getFirst().body()).contains("Voucher for BZ$30.00");
        assertThat(people.session(tills.cashier()).post(path, Map.of()).statusCode())
                .as("another clerk makes no second one")
                .isEqualTo(409);
        assertThat(money.balance(till(cashier).account())).isEqualTo(40_00);
        assertThat(balance(bill.id(), "refunds-payable")).isZero();
        assertThat(number("select count(*) from payments.voucher where amount = 3000 and balance = 3000 and clerk = '"
                        + cashier.number() + "'"))
                .isEqualTo(1);
    }

    @Test
    void twoRefundsOfOneAmountOnOnePageAreTwoVouchers() {
        Sold sold = vouchers.sell(cashier, 40_00);
        Bill bill = bill(40_00);
        vouchers.pay(sold, bill, payer);
        vouchers.expire(sold);
        money.refund(bill, 10_00);
        money.refund(bill, 10_00);
        TestSession desk = people.session(cashier);
        String counter =
                desk.get("/payments/counter?case=" + bill.caseNumber().text()).body();
        List<String> keys = new ArrayList<>();
        for (Refunds.Refund due : refunds.of(bill.id())) {
            String path = "/payments/counter/refunds/" + due.id() + "/voucher";
            assertThat(counter).contains(path);
            HttpResponse<String> made = desk.post(path, Map.of());
            assertThat(made.statusCode()).isEqualTo(200);
            keys.add(keyIn(made.body()));
        }
        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
        assertThat(balance(bill.id(), "refunds-payable")).isZero();
        assertThat(number("select count(*) from payments.voucher where balance = 1000 and clerk = '" + cashier.number()
                        + "'"))
                .isEqualTo(2);
    }

    @Test
    void overTheCounterAHolderPaysAnothersBillWithoutATillAndNobodyHisOwn() {
        Sold sold = vouchers.sell(cashier, 40_00);
        Bill bill = bill(15_00);
        Actor clerk = people.cashier("treasury");
        TestSession desk = people.session(clerk);
        assertThat(desk.get("/payments/counter?case=" + bill.caseNumber().text())
                        .body())
                .contains("/payments/counter/voucher?bill=" + bill.id());
        String path = "/payments/counter/voucher";
        assertThat(desk.get(path + "?bill=" + bill.id()).body()).contains("Pay BZ$15.00 with a voucher");
        Map<String, String> form = Map.of("bill", bill.id().toString(), "code", sold.code());
        String page = desk.post(path, form).body();
        assertThat(page).contains("BZ$40.00", "Pay BZ$15.00 with this voucher");
        Map<String, String> seen = new java.util.HashMap<>(form);
        seen.put("balance", hidden(page, "balance"));
        seen.put("amount", hidden(page, "amount"));
        assertThat(desk.follow(desk.post(path + "/confirm", seen)).body()).contains("Receipt POL-", "Voucher");
        assertThat(vouchers.now(sold).balance().cents()).isEqualTo(25_00);
        Bill own = money.bill(clerk, "police", "V-01", 5_00);
        seen.put("bill", own.id().toString());
        assertThat(desk.post(path, seen).statusCode()).isEqualTo(403);
        assertThat(desk.post(path + "/confirm", seen).statusCode()).isEqualTo(403);
        TestSession citizen = people.session(payer);
        assertThat(citizen.post(path + "/confirm", seen).statusCode()).isEqualTo(403);
    }

    @Test
    void nobodyPaysAnothersBillOnThePages() {
        Sold sold = vouchers.sell(cashier, 40_00);
        Bill bill = bill(15_00);
        TestSession other = people.session(people.citizen());
        assertThat(other.get("/payments/vouchers/pay?bill=" + bill.id()).statusCode())
                .isEqualTo(404);
        assertThat(look(other, bill, sold.code()).statusCode()).isEqualTo(404);
        assertThat(create(other, UUID.randomUUID(), sold.code(), List.of(bill)).statusCode())
                .isEqualTo(404);
        assertThat(vouchers.now(sold).balance().cents()).isEqualTo(40_00);
    }

    @Test
    void guessesAreInTheLogWithoutWhatWasTypedAndSoonRefused() {
        Sold sold = vouchers.sell(cashier, 40_00);
        String typo = (sold.code().charAt(0) == 'A' ? "B" : "A") + sold.code().substring(1);
        String unknown = VoucherCode.of(UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .grouped();
        long refused = number("select count(*) from audit.entry where event = 'VOUCHER_REFUSED'");
        TestSession guesser = people.anonymous();
        assertThat(check(guesser, typo).body()).contains("a character is wrong or missing");
        assertThat(check(guesser, unknown).body()).contains("We know no voucher with this code");
        Stream.generate(() -> check(guesser, unknown)).limit(28).forEach(answer -> assertThat(answer.statusCode())
                .isEqualTo(422));
        HttpResponse<String> blocked = check(guesser, sold.code());
        assertThat(blocked.statusCode()).as("also when it is right").isEqualTo(429);
        assertThat(blocked.headers().firstValue("Retry-After")).isPresent();
        assertThat(number("select count(*) from audit.entry where event = 'VOUCHER_REFUSED'") - refused)
                .isEqualTo(30);
        assertThat(number("select count(*) from audit.entry where event = 'VOUCHER_REFUSED' and detail::text like '%"
                        + unknown + "%'"))
                .isZero();

        Actor signedIn = new Actor(payer.number(), payer.name(), Assurance.LOW, List.of(), null);
        Bill bill = bill(5_00);
        for (int i = 0; i < 30; i++) {
            // From another address each time.
            assertThat(look(people.session(signedIn), bill, unknown).statusCode())
                    .isEqualTo(422);
        }
        assertThat(look(people.session(signedIn), bill, sold.code()).statusCode())
                .isEqualTo(429);
    }
}
