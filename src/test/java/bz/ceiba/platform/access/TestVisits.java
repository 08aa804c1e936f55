package bz.ceiba.platform.access;

import java.time.Clock;
import java.util.Base64;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** Opens sessions for tests without the way through the sign-in pages. */
@Component
public class TestVisits {
    private final SessionRepository<?> sessions;
    private final Clock clock;

    TestVisits(SessionRepository<?> sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Stores a session of this actor; answers the value of its cookie. */
    public String open(Actor actor) {
        return open(sessions, actor);
    }

    private <S extends Session> String open(SessionRepository<S> repository, Actor actor) {
        S session = repository.createSession();
        session.setAttribute(Visit.ATTRIBUTE, new Visit(actor, "", clock.instant(), clock.instant(), null));
        repository.save(session);
        return Base64.getEncoder().encodeToString(session.getId().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
