package bz.ceiba.platform.payments;

import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/** Vouchers for tests. */
@Component
public class TestVouchers {
    @Autowired
    private VoucherDesk desk;

    @Autowired
    private VoucherCodes codes;

    @Autowired
    private Vouchers vouchers;

    @Autowired
    private VoucherExpiry expiry;

    @Autowired
    private Redemptions redemptions;

    // Also components of tests are part of the server that benchmarks measure, which has none.
    @Value("${ceiba.test.owner-url:}")
    private String owner;

    /** A voucher that was sold, and its code as it is printed. */
    public record Sold(long number, String code) {}

    /** Sells one from a cashier's open till. */
    public Sold sell(Actor cashier, long cents) {
        VoucherDesk.Sale sale = desk.sell(codes.key(), Money.ofCents(cents), null, cashier, Locale.ENGLISH);
        return new Sold(sale.voucher().number(), sale.code().grouped());
    }

    public Voucher now(Sold sold) {
        return vouchers.get(sold.number());
    }

    /** Pays a bill as its payer does. */
    public void pay(Sold sold, Bill bill, Actor payer) {
        redemptions.redeemNow(
                sold.number(),
                java.util.List.of(bill.id()),
                bill.payer(),
                true,
                null,
                new Redemptions.Payer(payer, null));
    }

    public void giveBack(Sold sold, Actor cashier) {
        desk.giveBack(sold.number(), cashier);
    }

    /** Lets the last day of one be long over; nothing is booked yet. */
    public void letPass(Sold sold) {
        JdbcClient.create(new DriverManagerDataSource(owner))
                .sql("update payments.voucher set expires_on = date '2020-02-29' where number = ?")
                .param(sold.number())
                .update();
    }

    public void expire(Sold sold) {
        letPass(sold);
        runExpiry();
    }

    public void runExpiry() {
        expiry.run();
    }

    static HttpText find(TestSession cashier, String code) {
        var answer = cashier.post("/payments/vouchers/find", java.util.Map.of("code", code));
        return new HttpText(answer.statusCode(), answer.body());
    }

    record HttpText(int status, String body) {}
}
