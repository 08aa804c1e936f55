package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The exchange for tests of other rooms that have a small context of their own, with the sources in it. */
public final class TestExchange {
    private TestExchange() {}

    /** Registers it, and the agreements of the files. */
    public static void register(GenericApplicationContext context, DataSource database) {
        Agreements agreements = Agreements.load(Country.load());
        context.registerBean(Agreements.class, () -> agreements);
        context.registerBean(
                Exchange.class,
                () -> new Exchange(
                        agreements,
                        context.getBeanProvider(LiveCases.class),
                        new Sources(
                                context.getBeanProvider(Source.class),
                                context.getBeanProvider(Elsewhere.class),
                                new JdbcTransactionManager(database),
                                Duration.ofSeconds(5)),
                        new Consents(
                                JdbcClient.create(database),
                                agreements,
                                Country.load(),
                                context.getBean(Audit.class),
                                context.getBean(Clock.class)),
                        new Volumes(JdbcClient.create(database)),
                        context.getBean(Audit.class),
                        context.getBean(Clock.class)));
    }
}
