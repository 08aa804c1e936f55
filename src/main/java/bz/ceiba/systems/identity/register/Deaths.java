package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Endings;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What somebody's death ends: sessions at the portal and the provider, what the provider gave to relying parties, sign-ins under way, and
 * who may act for whom; all in the transaction that notes the death, so on all processes at once. A sign-in that was being
 * completed in that moment is found half a minute later.
 */
@Component
public class Deaths {
    public static final TaskDescriptor<Void> END_AGAIN = TaskDescriptor.of("identity-end-again");

    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private final JdbcClient db;
    private final People people;
    private final Guardianships guardianships;
    private final Delegations delegations;
    private final Endings endings;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Clock clock;

    Deaths(
            JdbcClient db,
            People people,
            Guardianships guardianships,
            Delegations delegations,
            Endings endings,
            ObjectProvider<SchedulerClient> scheduler,
            Clock clock) {
        this.db = db;
        this.people = people;
        this.guardianships = guardianships;
        this.delegations = delegations;
        this.endings = endings;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void of(Person person, LocalDate on) {
        people.setDied(person.number(), on);
        close(person);
        guardianships.endOf(person.number(), Guardianships.End.DEATH);
        delegations.endOf(person, MandateRows.End.DEATH);
    }

    /** Ends what he has open, now and half a minute later. */
    void close(Person person) {
        end(person);
        scheduler
                .getObject()
                .scheduleIfNotExists(END_AGAIN
                        .instance(person.id() + "/" + clock.millis())
                        .scheduledTo(clock.instant().plus(A_WHILE)));
    }

    /** Ends what came to be in the moment of the death, or of the end of a number; nothing of who is alive again. */
    @Transactional
    public void endAgain(UUID id) {
        people.find(id)
                .filter(person -> person.status() != Person.Status.ACTIVE)
                .ifPresent(this::end);
    }

    private void end(Person person) {
        endings.all(person.number(), person.id().toString());
        // Like one that was begun for a number that nobody has: no code opens it.
        db.sql("update identity.challenge set known = false where number = :number and not code_passed")
                .param("number", person.number().digits())
                .update();
        db.sql("delete from identity.challenge where number = :number and code_passed")
                .param("number", person.number().digits())
                .update();
    }
}
