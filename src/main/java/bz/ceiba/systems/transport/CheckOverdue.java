package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.payments.Bills;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The time of a ticket is over: it goes to the court, unless it is paid in parts and those are on time. */
@Component
@EffectName("transport.overdue")
class CheckOverdue implements CaseEffect {
    private final Bills bills;
    private final Cases cases;
    private final JsonMapper json;

    CheckOverdue(Bills bills, Cases cases, JsonMapper json) {
        this.bills = bills;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        String next = bills.isOverdue(file.number()) ? "not-paid" : "on-time";
        cases.advance(file.number(), next, json.createObjectNode());
    }
}
