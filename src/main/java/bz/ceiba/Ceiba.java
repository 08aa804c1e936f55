package bz.ceiba;

import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** The assembled server, and the commands that need it. {@code ./ceiba help} lists them. */
@SpringBootApplication(
        exclude = {FlywayAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class},
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class Ceiba {
    private static final int FAILED = 1;

    /**
     * Runs the command that the first word names.
     *
     * @param words the command and its options, as {@code ./ceiba} passes them on
     */
    public static void main(String[] words) {
        try {
            Launch launch = Launch.parse(List.of(words));
            run(launch);
        } catch (LaunchFailure e) {
            System.err.println("ceiba: " + e.getMessage());
            System.exit(FAILED);
        } catch (RuntimeException e) {
            if (!isStopping()) {
                e.printStackTrace();
                System.exit(FAILED);
            }
        }
    }

    /** Whether somebody stops the process: what a start meets then is no failure. */
    private static boolean isStopping() {
        Thread probe = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void run(Launch launch) {
        switch (launch.command()) {
            case RUN -> Server.start(launch);
            case AUDIT -> System.exit(AuditCommand.run(launch));
            case SERVICES -> System.exit(ServicesCommand.run(launch));
            case EXCHANGE -> System.exit(ExchangeCommand.run(launch));
        }
    }

    /**
     * Starts the application with settings that nothing overrides.
     *
     * @param begun called when from now on the end of the process is announced to {@code getShutdownHandlers()} and the
     *     logging stays as it is: while it is set up again no other thread may write to it
     * @param database waits until the database is there; beans are made only then
     */
    static ConfigurableApplicationContext start(Map<String, Object> settings, Runnable begun, Runnable database) {
        String[] arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        SpringApplication application = new SpringApplication(Ceiba.class);
        application.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) prepared -> begun.run());
        application.addInitializers(context -> context.addBeanFactoryPostProcessor(factory -> database.run()));
        return application.run(arguments);
    }
}
