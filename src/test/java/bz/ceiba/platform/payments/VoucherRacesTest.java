package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.TestVouchers.Sold;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many who use the same voucher at the same time. */
@CeibaTest
class VoucherRacesTest extends VouchersHouse {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void confirmedTwiceItPaysOneInstalmentAndNotTwo() throws Exception {
        Sold sold = vouchers.sell(cashier, 100_00);
        Bill bill = billForParts();
        TestSession session = people.session(payer);
        session.post("/payments/bills/" + bill.id() + "/instalments", Map.of());
        String page = look(session, bill, sold.code()).body();
        assertThat(page).contains("Pay BZ$25.00 with this voucher");
        List<HttpResponse<String>> answers =
                atOnce(Collections.nCopies(4, () -> confirm(session, bill, sold.code(), page)));
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 409).hasSize(3);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 409)
                .allSatisfy(answer -> assertThat(answer.body()).contains("Something changed meanwhile"));
        assertThat(vouchers.now(sold).balance().cents()).isEqualTo(75_00);
        assertThat(money.now(bill.id()).captured().cents()).isEqualTo(25_00);
    }

    @Test
    void ofFiftyWhoRedeemAtOnceNobodyGetsMoreThanTheVoucherIsWorth() throws Exception {
        Sold sold = vouchers.sell(cashier, 100_00);
        TestSession session = people.session(payer);
        List<Callable<HttpResponse<String>>> all = new ArrayList<>();
        List<Bill> bills = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Bill bill = bill(3_00);
            bills.add(bill);
            all.add(() -> create(session, UUID.randomUUID(), sold.code(), List.of(bill)));
        }
        // Tries are counted, and fifty are more than a person has.
        List<HttpResponse<String>> first = atOnce(all.subList(0, 25));
        db.sql("delete from access.rate where bucket like 'voucher%'").update();
        List<HttpResponse<String>> answers = new ArrayList<>(first);
        answers.addAll(atOnce(all.subList(25, 50)));
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(34);
        assertThat(answers).filteredOn(answer -> answer.statusCode() != 201).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("Nothing is left on this voucher");
        });
        assertThat(bills.stream()
                        .mapToLong(bill -> money.now(bill.id()).captured().cents())
                        .sum())
                .isEqualTo(100_00);
        assertThat(vouchers.now(sold).balance().isZero()).isTrue();
    }

    @Test
    void theSameIdempotencyKeyRedeemsOnce() throws Exception {
        Sold sold = vouchers.sell(cashier, 100_00);
        Bill one = bill(20_00);
        Bill two = bill(10_00);
        TestSession session = people.session(payer);
        UUID key = UUID.randomUUID();
        List<HttpResponse<String>> answers = atOnce(Collections.nCopies(20, () -> {
            HttpResponse<String> answer = create(session, key, sold.code(), List.of(one, two));
            for (int i = 0; i < 5 && answer.statusCode() == 409; i++) {
                answer = create(session, key, sold.code(), List.of(one, two));
            }
            return answer;
        }));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo(answers.getFirst().body());
        });
        JsonNode payment = JSON.readTree(answers.getFirst().body());
        assertThat(payment.path("state").asString()).isEqualTo("captured");
        assertThat(payment.path("amount").asLong()).isEqualTo(30_00);
        assertThat(payment.path("nextUrl").isNull()).isTrue();
        assertThat(vouchers.now(sold).balance().cents()).isEqualTo(70_00);
        assertThat(create(session, UUID.randomUUID(), sold.code(), List.of(one)).statusCode())
                .isEqualTo(409);
        assertThat(create(session, UUID.randomUUID(), "nonsense", List.of(bill(1_00)))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void ofRedeemingAndGivingBackAtTheSameTimeOneWins() throws Exception {
        for (int i = 0; i < 10; i++) {
            Sold sold = vouchers.sell(cashier, 10_00);
            Bill bill = bill(10_00);
            long before = money.balance(till(cashier).account());
            List<Boolean> won = atOnce(List.of(
                    () -> tried(() -> vouchers.pay(sold, bill, payer)),
                    () -> tried(() -> vouchers.giveBack(sold, cashier))));
            assertThat(won).containsExactlyInAnyOrder(true, false);
            assertThat(money.now(bill.id()).captured().cents()).isEqualTo(won.getFirst() ? 10_00 : 0);
            assertThat(money.balance(till(cashier).account()) - before).isEqualTo(won.getFirst() ? 0 : -10_00);
            assertThat(vouchers.now(sold).balance().isZero()).isTrue();
        }
    }

    private static boolean tried(Runnable action) {
        try {
            action.run();
            return true;
        } catch (Problem refused) {
            assertThat(refused.kind()).isEqualTo(Problem.Kind.CONFLICT);
            return false;
        }
    }
}
