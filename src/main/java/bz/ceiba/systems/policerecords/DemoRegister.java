package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills an empty register with the demonstration's convictions, before the first page is served. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoRegister implements SmartInitializingSingleton {
    private static final int RECORDS = 400;

    private final Register register;
    private final Audit audit;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DemoRegister(Register register, Audit audit, JdbcClient db, TransactionTemplate transaction, Clock clock) {
        this.register = register;
        this.audit = audit;
        this.db = db;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> load());
    }

    private void load() {
        // Of several processes that start at once one loads and the others wait.
        db.sql("select pg_advisory_xact_lock(hashtext('policerecords.demo-register'))")
                .query((row, n) -> 1)
                .single();
        if (!register.isEmpty()) {
            return;
        }
        Register.Entry entry =
                new Register.Entry(clock.instant(), AuditEntry.SYSTEM, null, "Demonstration data, no real person");
        List<DemoConvictions.Drawn> drawn = DemoConvictions.draw(RECORDS);
        for (DemoConvictions.Drawn record : drawn) {
            long id = register.open(record.person(), entry);
            record.convictions().forEach(conviction -> register.add(conviction.of(id), entry));
        }
        audit.record(AuditEntry.bySystem(
                AuditEvent.REGISTER_CHANGED,
                null,
                null,
                Map.of("register", "policerecords", "demo-records", Integer.toString(drawn.size()))));
    }
}
