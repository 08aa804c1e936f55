package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The rules for offices at other times than now. */
@Component
class TestStaff {
    /** All that knows the time. */
    record At(
            Appointments appointments,
            Emergencies emergencies,
            Tenures tenures,
            AppointStaff appointing,
            ReviewStaff reviewing,
            BreakGlass breakGlass,
            Visits visits) {}

    private final JdbcClient db;
    private final ConsentChannel register;
    private final StaffNotices notices;
    private final Endings endings;
    private final RateLimits limits;
    private final Audit audit;
    private final AccessSettings settings;
    private final Country country;
    private final ActingFor actingFor;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TestStaff(
            JdbcClient db,
            ConsentChannel register,
            StaffNotices notices,
            Endings endings,
            RateLimits limits,
            Audit audit,
            AccessSettings settings,
            Country country,
            ActingFor actingFor,
            TransactionTemplate transaction,
            Clock clock) {
        this.db = db;
        this.register = register;
        this.notices = notices;
        this.endings = endings;
        this.limits = limits;
        this.audit = audit;
        this.settings = settings;
        this.country = country;
        this.actingFor = actingFor;
        this.transaction = transaction;
        this.clock = clock;
    }

    At at(Instant now) {
        Clock then = Clock.fixed(now, ZoneOffset.UTC);
        Appointments appointments = new Appointments(db, then);
        Emergencies emergencies = new Emergencies(db, then);
        Tenures tenures = new Tenures(db, then);
        StaffRules rules = new StaffRules(appointments, new Officers(db, then), country, settings);
        AppointStaff appointing = new AppointStaff(tenures, rules, register, notices, endings, limits, audit, settings);
        return new At(
                appointments,
                emergencies,
                tenures,
                appointing,
                new ReviewStaff(new Reviews(db, then), tenures, appointing, rules, notices, audit, settings, then),
                new BreakGlass(emergencies, appointments, rules, notices, endings, limits, audit, then),
                new Visits(appointments, emergencies, actingFor, then));
    }

    <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    void in(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    /** A day as the forms send it. */
    static Map<String, String> day(String field, LocalDate day) {
        return Map.of(
                field + ".day", String.valueOf(day.getDayOfMonth()),
                field + ".month", String.valueOf(day.getMonthValue()),
                field + ".year", String.valueOf(day.getYear()));
    }

    long appointment(Actor actor, String agency, Role role) {
        return db.sql("select max(id) from access.appointment where person = ? and agency = ? and role = ?")
                .param(actor.number())
                .param(agency)
                .param(role.name())
                .query(Long.class)
                .single();
    }

    long notices(Actor to, String template) {
        return db.sql("select count(*) from notifications.notice where person = ? and template = ?")
                .param(to.number())
                .param(template)
                .query(Long.class)
                .single();
    }

    List<String> events(Actor about) {
        return db.sql("select event from audit.entry where subject = ? order by seq")
                .param(about.number())
                .query(String.class)
                .list();
    }

    /** What all of them answer who begin at the same time. */
    static <T> List<T> atOnce(List<Callable<T>> all) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(all).stream().map(TestStaff::answer).toList();
        }
    }

    private static <T> T answer(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
