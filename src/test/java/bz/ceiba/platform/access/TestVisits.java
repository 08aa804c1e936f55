package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** Opens sessions for tests without the way through the sign-in pages. */
@Component
public class TestVisits {
    private final SessionRepository<?> sessions;
    private final PastSessions pastSessions;
    private final Representations representations;
    private final Clock clock;

    TestVisits(SessionRepository<?> sessions, PastSessions pastSessions, Representations representations, Clock clock) {
        this.sessions = sessions;
        this.pastSessions = pastSessions;
        this.representations = representations;
        this.clock = clock;
    }

    /** Stores a session of this actor; answers the value of its cookie. */
    public String open(Actor actor) {
        return open(sessions, actor);
    }

    /** Ends a session as its expiry does: the row goes, the browser keeps its cookie. */
    public void expire(String cookie) {
        sessions.deleteById(new String(Base64.getDecoder().decode(cookie), StandardCharsets.UTF_8));
    }

    /** The citizen has consented at a centre. */
    private void letAct(Actor assistant, Actor.Represented represented) {
        UUID id = UUID.randomUUID();
        representations.ask(new Representation(
                id,
                assistant.number(),
                assistant.agencyAs(Role.ASSISTANT).orElseThrow(),
                represented.number(),
                represented.name(),
                "Test centre",
                new byte[32],
                0,
                clock.instant(),
                null,
                null,
                null));
        representations.give(id, clock.instant(), clock.instant().plus(ActForSomebody.LONGEST));
    }

    private <S extends Session> String open(SessionRepository<S> repository, Actor actor) {
        S session = repository.createSession();
        session.setAttribute(Visit.ATTRIBUTE, new Visit(actor, "", clock.instant(), clock.instant(), List.of()));
        repository.save(session);
        Actor.Represented represented = actor.actingFor();
        if (represented != null && actor.agencyAs(Role.ASSISTANT).isPresent()) {
            letAct(actor, represented);
        }
        pastSessions.note(
                session.getId(), actor.person(), represented == null ? null : new PersonNumber(represented.number()));
        return Base64.getEncoder().encodeToString(session.getId().getBytes(StandardCharsets.UTF_8));
    }
}
