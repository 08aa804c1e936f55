package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The exchange as it is while no register answers. */
@Component
public class TestTelling {
    private final Agreements agreements;
    private final Consents consents;
    private final Volumes volumes;
    private final PlatformTransactionManager transactions;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    TestTelling(
            Agreements agreements,
            Consents consents,
            Volumes volumes,
            PlatformTransactionManager transactions,
            Audit audit,
            Messages messages,
            Clock clock) {
        this.agreements = agreements;
        this.consents = consents;
        this.volumes = volumes;
        this.transactions = transactions;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    public Telling down() {
        ObjectProvider<Receiver> nobody = new StaticListableBeanFactory().getBeanProvider(Receiver.class);
        ObjectProvider<Elsewhere> nowhere = new StaticListableBeanFactory().getBeanProvider(Elsewhere.class);
        return new Telling(agreements, nobody, nowhere, consents, volumes, transactions, audit, messages, clock);
    }
}
