package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a person does with his own number: locks it, so that nobody can sign in with it, and makes virtual ones that stand for
 * it. Whoever locks his number keeps a virtual one that does not end, so that he never locks himself out; who has lost that as
 * well is helped at a centre.
 */
@Component
public class OwnNumber {
    /** So many virtual numbers of a person work at once. */
    static final int MOST = 5;

    private static final int DRAWS = 5;
    private static final int UNLOCKS_PER_ASSISTANT = 40;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final People people;
    private final VirtualNumbers numbers;
    private final RateLimits limits;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    OwnNumber(People people, VirtualNumbers numbers, RateLimits limits, Notices notices, Audit audit, Clock clock) {
        this.people = people;
        this.numbers = numbers;
        this.limits = limits;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * How it stands.
     *
     * @param lockedAt since when, or null
     */
    record Standing(@Nullable Instant lockedAt, List<VirtualNumbers.Held> virtual) {}

    Standing of(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "number")));
        return new Standing(people.lockedAt(actor.person()).orElse(null), numbers.of(actor.person(), clock.instant()));
    }

    /**
     * Makes a virtual number.
     *
     * @param life after which it ends, or null for when the person ends it
     * @throws Problem CONFLICT when he has as many as one may
     */
    @Transactional
    public VirtualNumber make(Actor actor, @Nullable Duration life) {
        people.lock(actor.person());
        Instant now = clock.instant();
        if (numbers.of(actor.person(), now).size() >= MOST) {
            throw new Problem(
                    Problem.Kind.CONFLICT, "identity.problem.virtual-many", Map.of("most", String.valueOf(MOST)));
        }
        return draw(actor, life == null ? null : now.plus(life));
    }

    private VirtualNumber draw(Actor actor, @Nullable Instant until) {
        for (int i = 0; i < DRAWS; i++) {
            VirtualNumber number = VirtualNumber.draw(RANDOM);
            if (numbers.add(number, actor.person(), clock.instant(), until)) {
                audit.record(actor.does(AuditEvent.VIRTUAL_NUMBER_MADE, null, Map.of("until", String.valueOf(until))));
                return number;
            }
        }
        throw new IllegalStateException("no free virtual number was drawn in " + DRAWS + " tries");
    }

    /**
     * Ends a virtual number for good.
     *
     * @throws Problem NOT_FOUND when it is none of his, CONFLICT when he could not sign in any more
     */
    @Transactional
    public void end(Actor actor, VirtualNumber number) {
        people.lock(actor.person());
        if (!numbers.end(number, actor.person(), clock.instant())) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        if (people.lockedAt(actor.person()).isPresent() && !hasLasting(actor.person())) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.virtual-last");
        }
        audit.record(actor.does(AuditEvent.VIRTUAL_NUMBER_ENDED, null, Map.of()));
    }

    private boolean hasLasting(PersonNumber bearer) {
        return numbers.of(bearer, clock.instant()).stream().anyMatch(held -> held.until() == null);
    }

    /** Locks the number; with one that is locked nothing happens. A virtual number that lasts is made unless there is one. */
    @Transactional
    public void lock(Actor actor) {
        people.lock(actor.person());
        if (people.lockedAt(actor.person()).isPresent()) {
            return;
        }
        if (!hasLasting(actor.person())) {
            // One more than one may make: nobody is refused the lock for having too many.
            draw(actor, null);
        }
        people.setLocked(actor.person(), clock.instant());
        audit.record(actor.does(AuditEvent.NUMBER_LOCKED, null, Map.of()));
        tell(actor.person(), actor.name(), "identity.notice.locked");
    }

    /** Unlocks it; with one that is not locked nothing happens. */
    @Transactional
    public void unlock(Actor actor) {
        people.lock(actor.person());
        if (people.lockedAt(actor.person()).isEmpty()) {
            return;
        }
        people.setLocked(actor.person(), null);
        audit.record(actor.does(AuditEvent.NUMBER_UNLOCKED, null, Map.of()));
        tell(actor.person(), actor.name(), "identity.notice.unlocked");
    }

    /**
     * Unlocks the number of somebody who stands at the counter and has shown who he is.
     *
     * @param evidence what the assistant was shown
     * @return false when nobody has the number or it is not locked
     * @throws Problem FORBIDDEN for the assistant's own number, TOO_MANY
     */
    @Transactional
    public boolean unlockFor(PersonNumber number, String evidence, Actor assistant) {
        limits.count("unlock-by:" + assistant.number(), UNLOCKS_PER_ASSISTANT, HOUR);
        if (number.equals(assistant.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.own-number");
        }
        people.lock(number);
        if (people.lockedAt(number).isEmpty()) {
            return false;
        }
        people.setLocked(number, null);
        audit.record(assistant.doesFor(
                assistant.agencyAs(Role.ASSISTANT).orElseThrow(),
                AuditEvent.NUMBER_UNLOCKED,
                number,
                null,
                null,
                Map.of("evidence", evidence)));
        Person person = people.find(number).orElseThrow();
        tell(number, person.name(), "identity.notice.unlocked-for-you");
        return true;
    }

    /** Tells a person, once a day, that somebody typed his locked number at the sign-in; it may be himself. */
    public void tried(Person person) {
        notices.send(new Notice(
                "locked-number/" + person.id() + "/" + Country.today(clock),
                person.number(),
                "identity.notice.locked-tried",
                Map.of("name", person.name()),
                null));
    }

    private void tell(PersonNumber number, String name, String template) {
        notices.send(new Notice("number/" + Ids.next(clock), number, template, Map.of("name", name), null));
    }
}
