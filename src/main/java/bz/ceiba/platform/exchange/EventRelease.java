package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Deliveries.Open;
import bz.ceiba.platform.exchange.Deliveries.State;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides of each event whether an agency may still be told, cuts it to what is granted, and leaves the trace of it. */
@Component
class EventRelease {
    private static final int LONGEST_WORDS = 500;

    private final Agreements agreements;
    private final Consents consents;
    private final Volumes volumes;
    private final Deliveries deliveries;
    private final Audit audit;
    private final Clock clock;

    EventRelease(
            Agreements agreements,
            Consents consents,
            Volumes volumes,
            Deliveries deliveries,
            Audit audit,
            Clock clock) {
        this.agreements = agreements;
        this.consents = consents;
        this.volumes = volumes;
        this.deliveries = deliveries;
        this.audit = audit;
        this.clock = clock;
    }

    /** Under which agreement an agency is told today, if any is in force. */
    Optional<Grant> grant(Subscription to) {
        return agreements.inForce(to.consumer(), to.service(), to.purpose(), Country.today(clock));
    }

    /** Whether as much was told today as was agreed; what is more waits for tomorrow. */
    boolean isUsedUp(Grant grant) {
        return !volumes.take(grant.agreement(), Country.today(clock));
    }

    /**
     * The event as the agency is told of it, in the caller's transaction; the first time that is in the log.
     *
     * @param grant in force today, or null when none is
     * @param by the officer who sees it, or {@code system}
     * @return nothing when it is withheld
     */
    Optional<ToldEvent> release(Open open, @Nullable Grant grant, String by, @Nullable String byName) {
        if (grant == null) {
            withhold(open, null, "no-agreement");
            return Optional.empty();
        }
        ToldEvent event = open.event();
        if (grant.agreement().basis() == Agreement.Basis.CONSENT
                && (event.subject() == null || !consents.stands(event.subject(), grant.agreement()))) {
            withhold(open, grant, "no-consent");
            return Optional.empty();
        }
        if (!open.toldBefore()) {
            deliveries.told(open.to(), event.id(), clock.instant());
            audit.record(entry(open, AuditEvent.EVENT_TOLD, grant, by, byName, Map.of("fields", grant.fields())));
        }
        return Optional.of(new ToldEvent(
                event.id(), event.service(), event.key(), event.subject(), event.at(), grant.cut(event.body())));
    }

    /** The agency was told, and found something wrong with it. */
    void refuse(Open open, Grant grant, String words) {
        deliveries.refused(
                open.to(),
                open.event().id(),
                clock.instant(),
                words.substring(0, Math.min(words.length(), LONGEST_WORDS)));
        if (!open.toldBefore()) {
            audit.record(entry(
                    open,
                    AuditEvent.EVENT_TOLD,
                    grant,
                    AuditEntry.SYSTEM,
                    null,
                    Map.of("fields", grant.fields(), "reason", "wrong")));
        }
    }

    private void withhold(Open open, @Nullable Grant grant, String reason) {
        deliveries.done(open.to(), open.event().id(), State.WITHHELD, clock.instant(), reason);
        audit.record(entry(open, AuditEvent.EVENT_WITHHELD, grant, AuditEntry.SYSTEM, null, Map.of("reason", reason)));
    }

    private static AuditEntry entry(
            Open open,
            AuditEvent event,
            @Nullable Grant grant,
            String by,
            @Nullable String byName,
            Map<String, String> more) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("service", open.to().service());
        if (grant != null) {
            detail.put("agreement", grant.agreement().reference());
        }
        detail.putAll(more);
        return new AuditEntry(
                event,
                by,
                byName,
                open.to().consumer(),
                open.event().subject(),
                null,
                open.to().purpose(),
                detail);
    }
}
