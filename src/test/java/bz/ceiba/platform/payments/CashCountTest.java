package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.payments.Till.TillState;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Counting a till by notes and coins. */
@CeibaTest
class CashCountTest {
    /** BZ$186.35. */
    private static final Map<String, String> CASH =
            Map.of("n10000", "1", "n5000", "1", "n2000", " 1 ", "n500", "3", "n25", "5", "n10", "1");

    @Autowired
    private TestPeople people;

    @Autowired
    private TestTills tills;

    @Autowired
    private Tills store;

    private TestSession desk;
    private Till till;

    @BeforeEach
    void aTill() {
        Actor cashier = people.cashier("treasury");
        till = tills.open(cashier, 186_35);
        desk = people.session(cashier);
    }

    private HttpResponse<String> count(String counted, String add, Map<String, String> cash) {
        Map<String, String> form = new java.util.HashMap<>(cash);
        form.put("counted", counted);
        form.put("add", add);
        return desk.post("/payments/tills/" + till.number() + "/count", form);
    }

    private Till now() {
        return store.find(till.number()).orElseThrow();
    }

    @Test
    void theServerAddsUpAndNothingIsClosedByThat() {
        HttpResponse<String> added = count("", "true", CASH);
        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(added.body()).contains("value=\"BZ$186.35\"", "name=\"n500\" type=\"text\" value=\"3\"");
        assertThat(now().state()).isEqualTo(TillState.OPEN);
        assertThat(count("BZ$186.35", "false", CASH).statusCode()).isIn(302, 303);
        assertThat(now().state()).isEqualTo(TillState.CLOSED);
        assertThat(now().difference().isZero()).isTrue();
    }

    @Test
    void notesAndCoinsWithoutATotalAreEnough() {
        assertThat(count("", "false", CASH).statusCode()).isIn(302, 303);
        assertThat(now().counted()).isEqualTo(till.opening());
    }

    @Test
    void aTotalThatIsAnotherAndNumbersThatAreNoneAreRefused() {
        HttpResponse<String> differs = count("186.30", "false", CASH);
        assertThat(differs.statusCode()).isEqualTo(422);
        assertThat(differs.body()).contains("The notes and coins make BZ$186.35");
        for (String wrong : new String[] {"-1", "1.5", "many", "99999999999999999999"}) {
            assertThat(count("", "false", Map.of("n10000", wrong)).body())
                    .as(wrong)
                    .contains("how many of BZ$100.00 there are");
        }
        assertThat(now().state()).isEqualTo(TillState.OPEN);
    }
}
