package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Tells registers what agencies have to tell them: by agreement, for a purpose, and only the fields that it names. */
@Component
public class Telling {
    private static final int LONGEST = 20_000;

    private final Agreements agreements;
    private final ObjectProvider<Receiver> receivers;
    private final ObjectProvider<Elsewhere> elsewhere;
    private final Consents consents;
    private final Volumes volumes;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    Telling(
            Agreements agreements,
            ObjectProvider<Receiver> receivers,
            ObjectProvider<Elsewhere> elsewhere,
            Consents consents,
            Volumes volumes,
            PlatformTransactionManager transactions,
            Audit audit,
            Messages messages,
            Clock clock) {
        this.agreements = agreements;
        this.receivers = receivers;
        this.elsewhere = elsewhere;
        this.consents = consents;
        this.volumes = volumes;
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * Tells, and answers what the register says. That it was told commits with what that changed; a refusal is in the log before this
     * throws. The register may one day be at the other end of a network, so this is called while no transaction is open.
     *
     * @throws Problem FORBIDDEN ({@code exchange.problem.not-to-tell}) when no agreement in force grants it; INVALID with what is wrong
     *     and where; TOO_MANY when it was told as often today as was agreed; UNAVAILABLE when nobody receives such messages
     * @throws IllegalStateException when the caller has a transaction open
     */
    public JsonNode tell(Message message) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the exchange is used before or after a transaction, not within one");
        }
        LocalDate today = Country.today(clock);
        Optional<Agreement> agreement = agreements
                .inForce(message.sender(), message.service(), message.purpose(), today)
                .map(Grant::agreement);
        if (agreement.isEmpty()) {
            throw refused(message, null, "no-agreement", problem(message, Problem.Kind.FORBIDDEN, "not-to-tell"));
        }
        Receiver receiver = receiver(message.service());
        if (receiver == null) {
            throw refused(
                    message, agreement.get(), "no-answer", problem(message, Problem.Kind.UNAVAILABLE, "not-told"));
        }
        if (agreement.get().basis() == Agreement.Basis.CONSENT
                && (message.subject() == null || !consents.stands(message.subject(), agreement.get()))) {
            throw refused(
                    message, agreement.get(), "no-consent", problem(message, Problem.Kind.FORBIDDEN, "no-consent"));
        }
        if (!volumes.take(agreement.get(), today)) {
            throw refused(message, agreement.get(), "volume", problem(message, Problem.Kind.TOO_MANY, "volume"));
        }
        try {
            requireGranted(message, agreement.get());
            AuditEntry told = entry(message, AuditEvent.REGISTER_TOLD, agreement.get(), null);
            if (receiver.isElsewhere()) {
                JsonNode answer = receiver.receive(message);
                audit.record(told);
                return answer;
            }
            return Objects.requireNonNull(transaction.execute(status -> {
                JsonNode answer = receiver.receive(message);
                audit.record(told);
                return answer;
            }));
        } catch (Problem refusal) {
            throw refused(message, agreement.get(), "wrong", refusal);
        }
    }

    /** An agency that has a node of its own is told there, although its room is in this program. */
    private @Nullable Receiver receiver(String service) {
        return Stream.concat(elsewhere.stream().flatMap(nodes -> nodes.receivers().stream()), receivers.stream())
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElse(null);
    }

    private void requireGranted(Message message, Agreement agreement) {
        if (message.body().toString().length() > LONGEST) {
            throw wrong(List.of(new FieldError("", messages.text(message.reader(), "exchange.message.long"))));
        }
        Set<String> granted = new TreeSet<>(agreement.grants().getOrDefault(message.purpose(), List.of()));
        Set<String> found = pointers(message.body());
        found.removeAll(granted);
        if (!found.isEmpty()) {
            throw wrong(found.stream()
                    .map(pointer ->
                            new FieldError(pointer, messages.text(message.reader(), "exchange.message.unknown")))
                    .toList());
        }
    }

    /** The message can't be taken, for what is wrong in these fields. */
    public static Problem wrong(List<FieldError> fields) {
        return new Problem(Problem.Kind.INVALID, "exchange.problem.message", Map.of(), fields);
    }

    /** Where the values of a message stand, as the catalogue writes it. */
    static Set<String> pointers(JsonNode body) {
        Set<String> found = new TreeSet<>();
        pointers(body, "", found);
        return found;
    }

    private static void pointers(JsonNode node, String at, Set<String> found) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> pointers(
                            member.getValue(),
                            at + "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
                            found));
        } else if (node.isArray()) {
            node.forEach(element -> pointers(element, at + "/*", found));
        } else {
            found.add(at);
        }
    }

    private Problem refused(Message message, @Nullable Agreement agreement, String reason, Problem problem) {
        audit.record(entry(message, AuditEvent.REGISTER_REFUSED, agreement, reason));
        return problem;
    }

    private static Problem problem(Message message, Problem.Kind kind, String name) {
        return new Problem(
                kind, "exchange.problem." + name, Map.of("service", message.service(), "purpose", message.purpose()));
    }

    private static AuditEntry entry(
            Message message, AuditEvent event, @Nullable Agreement agreement, @Nullable String reason) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("service", message.service());
        if (agreement != null) {
            detail.put("agreement", agreement.reference());
        }
        if (reason != null) {
            detail.put("reason", reason);
        }
        return new AuditEntry(
                event,
                message.toldBy(),
                message.toldByName(),
                message.sender(),
                message.subject(),
                null,
                message.purpose(),
                detail);
    }
}
