package bz.ceiba.platform.payments;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Cashiers with open tills, for tests that take cash. */
@Component
public class TestTills {
    @Autowired
    private TestPeople people;

    @Autowired
    private TillDesk desk;

    /** A cashier of the Treasury who has opened a till without float. */
    public Actor cashier() {
        Actor cashier = people.cashier("treasury");
        open(cashier, 0);
        return cashier;
    }

    public Till open(Actor cashier, long cents) {
        return desk.open(cashier, "Belmopan", Money.ofCents(cents));
    }

    public Till count(Till till, Actor cashier, long cents) {
        return desk.count(till.number(), Money.ofCents(cents), cashier);
    }
}
