package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Endings;
import bz.ceiba.systems.identity.register.Person;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Ends what a person's sign-ins opened: sessions, what relying parties were given, and sign-ins under way. Leave to act for him stays. */
@Component
class Signings {
    private final JdbcClient db;
    private final Endings endings;
    private final ApplicationEventPublisher events;

    Signings(JdbcClient db, Endings endings, ApplicationEventPublisher events) {
        this.db = db;
        this.endings = endings;
        this.events = events;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void endAll(Person person) {
        endings.sessions(person.number(), person.id().toString());
        events.publishEvent(new SignInsEnded(person.id()));
        // Like those that were begun for a number that nobody has: no code opens them.
        db.sql("update identity.challenge set known = false, code_passed = false where number = :number")
                .param("number", person.number().digits())
                .update();
    }
}
