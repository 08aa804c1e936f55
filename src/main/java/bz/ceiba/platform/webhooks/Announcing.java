package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.cases.CaseFeed;
import bz.ceiba.platform.cases.CaseFeed.Position;
import bz.ceiba.platform.cases.CaseFeed.Step;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.BillPaid;
import bz.ceiba.platform.payments.BillRefunded;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes messages of what happens: of payments in the transaction that books them, of cases as their feed is read. They say
 * nothing of persons but the number of their case. An agency is told of its own only.
 */
@Component
class Announcing {
    /** Everything that an endpoint can be told of. */
    static final List<String> EVENTS =
            List.of("bill.paid", "bill.refunded", "case.submitted", "case.moved", "case.decided");

    /** What officers do with a case that does not move it. */
    private static final Set<String> STAYS = Set.of("claim", "reassign", "note");

    private static final int AT_ONCE = 500;

    /** Who is told of such events of an agency; asked once in a batch. */
    private record Wanted(String agency, String type) {}

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final CaseFeed cases;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final JdbcClient db;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final Clock clock;

    Announcing(
            Endpoints endpoints,
            Deliveries deliveries,
            CaseFeed cases,
            ObjectProvider<SchedulerClient> scheduler,
            JdbcClient db,
            TransactionTemplate transactions,
            JsonMapper json,
            Clock clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.cases = cases;
        this.scheduler = scheduler;
        this.db = db;
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
    }

    @EventListener
    void paid(BillPaid event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("bill", event.bill());
        data.put("case", event.caseNumber().text());
        data.put("amount", event.amount().cents());
        data.put("currency", Money.CURRENCY);
        data.put("receipt", event.receipt());
        announce(event.agency(), "bill.paid", clock.instant(), data);
    }

    @EventListener
    void refunded(BillRefunded event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("bill", event.bill());
        data.put("case", event.caseNumber().text());
        data.put("amount", event.amount().cents());
        data.put("currency", Money.CURRENCY);
        announce(event.agency(), "bill.refunded", clock.instant(), data);
    }

    /** Reads what is new of cases. The place up to which was read commits with the messages; one process reads at a time. */
    void readCases() {
        int read;
        do {
            read = Optional.ofNullable(transactions.execute(status -> readSome()))
                    .orElse(0);
        } while (read == AT_ONCE);
    }

    private int readSome() {
        Optional<Position> position = db.sql("""
                select transaction, position from webhooks.cursor where feed = 'cases' for update skip locked
                """).query(Position.class).optional();
        if (position.isEmpty()) {
            return 0;
        }
        Position end = cases.end();
        if (!endpoints.exist()) {
            moveTo(end);
            return 0;
        }
        List<Step> steps = cases.after(position.get(), AT_ONCE);
        if (!steps.isEmpty()) {
            Map<Wanted, List<Endpoint>> wanting = new HashMap<>();
            steps.forEach(step -> moved(step, wanting));
            moveTo(steps.getLast().position());
        }
        return steps.size();
    }

    private void moveTo(Position position) {
        db.sql("update webhooks.cursor set transaction = ?, position = ? where feed = 'cases'")
                .param(position.transaction())
                .param(position.position())
                .update();
    }

    private void moved(Step step, Map<Wanted, List<Endpoint>> wanting) {
        if (STAYS.contains(step.transition())) {
            return;
        }
        String type =
                step.transition().equals("submit") ? "case.submitted" : step.decision() ? "case.decided" : "case.moved";
        List<Endpoint> to = wanting.computeIfAbsent(
                new Wanted(step.agency(), type), it -> endpoints.wanting(it.agency(), it.type()));
        if (to.isEmpty()) {
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("case", step.number());
        data.put("service", step.service());
        data.put("revision", step.revision());
        data.put("transition", step.transition());
        data.put("state", step.state());
        if (step.outcome() != null) {
            data.put("outcome", step.outcome());
        }
        announce(step.agency(), type, step.at(), data, to);
    }

    private void announce(String agency, String type, Instant at, Map<String, Object> data) {
        List<Endpoint> to = endpoints.wanting(agency, type);
        if (!to.isEmpty()) {
            announce(agency, type, at, data, to);
        }
    }

    private void announce(String agency, String type, Instant at, Map<String, Object> data, List<Endpoint> to) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type);
        body.put("timestamp", at.toString());
        body.put("data", data);
        String id = "msg_" + Ids.next(clock).toString().replace("-", "");
        deliveries.add(id, agency, type, json.writeValueAsString(body), to);
        to.forEach(endpoint -> scheduler
                .getObject()
                .scheduleIfNotExists(Sending.task(id, endpoint.id()).scheduledTo(clock.instant())));
    }
}
