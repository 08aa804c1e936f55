package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestMoney;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Payments move cases on. */
@CeibaTest
class PaidIT {
    @Autowired
    Cases cases;

    @Autowired
    Licences licences;

    @Autowired
    Bills bills;

    @Autowired
    TestMoney money;

    @Autowired
    TestPeople people;

    @Value("${ceiba.test.owner-url}")
    String owner;

    private Bill bill() {
        return bills.of(licences.submit(people.citizen(), Licences.form("paid")).number())
                .getFirst();
    }

    private static boolean isWaiting(Statement statement) throws Exception {
        try (ResultSet row = statement.executeQuery("""
                select count(*) > 0 from pg_stat_activity
                where wait_event_type = 'Lock' and query like '%cases.case_file%' and datname = current_database()
                """)) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Test
    void aPaymentThatWaitsForItsCaseHoldsUpNoOtherReceiptOfItsAgency() throws Exception {
        money.captured(bill());
        Bill bill = bill();
        try (Connection officer = DriverManager.getConnection(owner);
                Connection other = DriverManager.getConnection(owner);
                Statement lock = officer.createStatement();
                Statement look = other.createStatement();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            officer.setAutoCommit(false);
            lock.execute("select 1 from cases.case_file where number = '" + bill.caseNumber() + "' for update");
            Future<String> paid = executor.submit(() -> money.captured(bill));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> isWaiting(look));
            look.execute(
                    "select 1 from payments.receipt_series where agency = '" + bill.agency() + "' for update nowait");
            officer.rollback();
            paid.get(30, TimeUnit.SECONDS);
        }
        Bill now = money.now(bill.id());
        assertThat(now.status()).isEqualTo(BillStatus.PAID);
        assertThat(now.receipt()).isNotNull();
        assertThat(cases.find(bill.caseNumber()).orElseThrow().state()).isEqualTo("review");
    }
}
