package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.DemoCast;
import bz.ceiba.platform.access.DemoCast.Member;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.PastCase;
import bz.ceiba.platform.cases.PastCases;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Announcement;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives an empty demonstration the cases of the last three months, so that its worklists and figures show something. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoCases implements Announcement {
    private static final long SEED = 1981;

    private final PastCases pasts;
    private final DemoCast cast;
    private final Services services;
    private final Country country;
    private final Audit audit;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final int count;

    DemoCases(
            PastCases pasts,
            DemoCast cast,
            Services services,
            Country country,
            Audit audit,
            JdbcClient db,
            TransactionTemplate transaction,
            Clock clock,
            @Value("${ceiba.policerecords.demo-cases:360}") int count) {
        this.pasts = pasts;
        this.cast = cast;
        this.services = services;
        this.country = country;
        this.audit = audit;
        this.db = db;
        this.transaction = transaction;
        this.clock = clock;
        this.count = count;
    }

    /** Once the people are there, and before the timers look for the first time. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(0)
    void fillIfEmpty() {
        if (count > 0) {
            transaction.executeWithoutResult(status -> {
                // Of several processes that start at once one loads and the others wait.
                db.sql("select pg_advisory_xact_lock(hashtext('policerecords.demo-cases'))")
                        .query((row, n) -> 1)
                        .single();
                if (pasts.isEmpty()) {
                    fill(count, clock.instant());
                }
            });
        }
    }

    /** The same people, numbers and steps each time, counted back from now; in the caller's transaction. */
    List<PastCase> fill(int many, Instant now) {
        ServiceDefinition definition =
                services.current(CertificatePanel.SERVICE).orElseThrow();
        List<Member> officers = cast.staff(definition.agency(), Role.OFFICER);
        Member supervisor = cast.staff(definition.agency(), Role.SUPERVISOR).getFirst();
        List<PastCase> cases = new DemoHistory(definition, officers, supervisor, country.workingDays(), now, SEED)
                .of(cast.citizens(many));
        pasts.add(cases);
        audit.record(AuditEntry.bySystem(
                AuditEvent.REGISTER_CHANGED,
                null,
                null,
                Map.of("register", "cases.case_file", "demo-cases", Integer.toString(cases.size()))));
        return cases;
    }

    @Override
    public List<String> lines() {
        return count > 0
                ? List.of("Worklist, board and figures show " + count
                        + " made-up cases of the 90 days before the first start: demonstration, no real persons.")
                : List.of();
    }
}
