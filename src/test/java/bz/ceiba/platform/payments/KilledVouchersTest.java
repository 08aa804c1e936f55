package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bz.ceiba.CeibaTest;
import bz.ceiba.ServerProcess;
import bz.ceiba.TestSession;
import bz.ceiba.platform.payments.TestVouchers.Sold;
import bz.ceiba.platform.payments.Voucher.VoucherState;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;

/**
 * A process is killed when a sale, a redemption and a giving-back have booked in the ledger what they book there, and have still to
 * write down what that did to their vouchers.
 */
@CeibaTest
class KilledVouchersTest extends VouchersHouse {
    @Value("${ceiba.test.owner-url}")
    private String ownerUrl;

    private String state() {
        return db.sql("""
                select jsonb_build_object(
                  'vouchers', (select jsonb_agg(to_jsonb(v) order by number) from payments.voucher v),
                  'movements', (select count(*) from payments.voucher_movement),
                  'postings', (select count(*) from payments.posting),
                  'payments', (select count(*) from payments.payment),
                  'receipts', (select count(*) from payments.receipt),
                  'captured', (select sum(captured) from payments.bill),
                  'audit', (select count(*) from audit.entry
                    where event in ('VOUCHER_SOLD', 'VOUCHER_REDEEMED', 'VOUCHER_GIVEN_BACK', 'PAYMENT_RECEIVED'))
                )::text
                """).query(String.class).single();
    }

    private List<Integer> waiting() {
        return db.sql("""
                select pid from pg_locks where not granted and relation = 'payments.voucher_movement'::regclass
                """).query(Integer.class).list();
    }

    private boolean isAny(List<Integer> backends) {
        return db.sql("select exists (select 1 from pg_stat_activity where pid = any(:pids))")
                .param("pids", backends.toArray(Integer[]::new))
                .query(Boolean.class)
                .single();
    }

    /** Answers whether the request was broken off. */
    private static boolean brokenOff(Runnable request) {
        try {
            request.run();
            return false;
        } catch (UncheckedIOException killed) {
            return true;
        }
    }

    @Test
    void nothingIsLeftOfWhatWasNotFinishedAndAllCanBeDoneAgain(@TempDir Path data) throws Exception {
        Sold toRedeem = vouchers.sell(cashier, 20_00);
        Sold toGiveBack = vouchers.sell(cashier, 30_00);
        Bill bill = bill(15_00);
        String before = "";
        List<Integer> backends;
        try (ServerProcess dying = ServerProcess.start(
                        ownerUrl, data, ServerProcess.freePort(), Map.of("ceiba.identity.demo-people", 20));
                Connection lock = DriverManager.getConnection(ownerUrl);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            TestSession clerk = people.session(cashier, dying);
            TestSession payer = people.session(this.payer, dying);
            String key = keyIn(clerk.get("/payments/vouchers").body());
            String page = look(payer, bill, toRedeem.code()).body();
            before = state();
            lock.setAutoCommit(false);
            try (var statement = lock.createStatement()) {
                statement.execute("lock table payments.voucher_movement in share mode");
            }
            List<Future<Boolean>> asked = List.of(
                    executor.submit(() ->
                            brokenOff(() -> clerk.post("/payments/vouchers/sell", Map.of("key", key, "amount", "40")))),
                    executor.submit(() -> brokenOff(() -> clerk.post(
                            "/payments/vouchers/give-back", Map.of("code", toGiveBack.code(), "received", "true")))),
                    executor.submit(() -> brokenOff(() -> confirm(payer, bill, toRedeem.code(), page))));
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting().size() == asked.size());
            backends = waiting();
            dying.kill();
            for (Future<Boolean> one : asked) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !isAny(backends));
        assertThat(state()).isEqualTo(before);

        vouchers.pay(toRedeem, bill, payer);
        vouchers.giveBack(toGiveBack, cashier);
        assertThat(vouchers.now(toRedeem).balance().cents()).isEqualTo(5_00);
        assertThat(vouchers.now(toGiveBack).state()).isEqualTo(VoucherState.GIVEN_BACK);
        assertThat(money.balance(till(cashier).account())).isEqualTo(20_00);
    }
}
