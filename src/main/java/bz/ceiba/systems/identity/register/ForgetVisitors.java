package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Forgotten;
import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.VisitorRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets visitors who were not used for long and of whom no other room holds anything; their numbers are never given again. */
@Component
public class ForgetVisitors {
    private static final Logger LOG = LoggerFactory.getLogger(ForgetVisitors.class);
    private static final int AT_ONCE = 500;

    /** What these hold goes with the visitor. */
    private static final Set<String> GO_ALONG = Set.of("identity", "notifications");

    private final Visitors visitors;
    private final ObjectProvider<HeldAbout> rooms;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final VisitorRules rules = VisitorRules.load();

    ForgetVisitors(
            Visitors visitors,
            ObjectProvider<HeldAbout> rooms,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.visitors = visitors;
        this.rooms = rooms;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Answers how many were forgotten. Who is kept is looked at again when he was not used for that long once more. */
    public int forget() {
        Instant since = clock.instant().minus(Duration.ofDays(rules.forgetAfterDays()));
        List<PersonNumber> unused = visitors.unusedSince(since, AT_ONCE);
        int forgotten = 0;
        for (PersonNumber one : unused) {
            if (isHeld(one)) {
                visitors.touch(one);
            } else if (forget(one, since)) {
                forgotten++;
            }
        }
        return forgotten;
    }

    private boolean isHeld(PersonNumber number) {
        AtomicBoolean held = new AtomicBoolean();
        rooms.stream()
                .filter(room -> !GO_ALONG.contains(room.room()))
                .forEach(room -> room.tell(number, one -> held.set(true)));
        return held.get();
    }

    private boolean forget(PersonNumber number, Instant since) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                boolean gone = visitors.forget(number, since);
                if (gone) {
                    // Nothing by which he was reached is kept either.
                    events.publishEvent(new Forgotten(number));
                }
                return gone;
            }));
        } catch (DataIntegrityViolationException e) {
            LOG.warn("a visitor to whom other records of the register refer is kept: {}", e.getMessage());
            visitors.touch(number);
            return false;
        }
    }
}
