package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends what a person has open, for the room that keeps the register of people. Sessions are read from the database with each
 * request, so what is ended here has ended on all processes when the transaction commits.
 */
@Component
public class Endings {
    /** All of a person's has ended; published within the transaction, for rooms that keep something of the kind themselves. */
    public record AllEnded(PersonNumber person) {}

    private final JdbcClient db;
    private final ActForSomebody acting;
    private final ApplicationEventPublisher events;

    Endings(JdbcClient db, ActForSomebody acting, ApplicationEventPublisher events) {
        this.db = db;
        this.acting = acting;
        this.events = events;
    }

    /**
     * Ends all his sessions, those in which somebody acts for him, what he had typed and was kept, and leave to act given by or to
     * him, of which the other side is told.
     *
     * @param principal what the provider calls him
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void all(PersonNumber person, String principal) {
        acting.endAll(person);
        sessions(person, principal);
        events.publishEvent(new AllEnded(person));
    }

    /** The same, of somebody whose number ends without a trace: nobody is told. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void silently(PersonNumber person, String principal) {
        acting.endSilently(person);
        sessions(person, principal);
        events.publishEvent(new AllEnded(person));
    }

    /** Ends all his sessions, those in which somebody acts for him, and what he had typed and was kept; leave to act stays. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void sessions(PersonNumber person, String principal) {
        db.sql("delete from access.session where person = :person or represented = :person or principal = :principal")
                .param("person", person.digits())
                .param("principal", principal)
                .update();
        db.sql("delete from access.held_post where person = :person or represented = :person")
                .param("person", person.digits())
                .update();
    }

    /**
     * Ends one session. Its identifier changes with each sign-in; when it began does not.
     *
     * @param begun to the millisecond
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void session(String principal, Instant begun) {
        db.sql("delete from access.session where principal = :principal and created_at >= :from and created_at < :to")
                .param("principal", principal)
                .param("from", begun.atOffset(ZoneOffset.UTC))
                .param("to", begun.plusMillis(1).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Ends the sessions of one who is no more what he was in them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void sessions(PersonNumber person) {
        db.sql("delete from access.session where person = :person")
                .param("person", person.digits())
                .update();
    }
}
