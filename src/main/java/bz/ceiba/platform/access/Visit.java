package bz.ceiba.platform.access;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From one person's sign-in to the sign-out: all that the session keeps of it.
 *
 * @param actor who signed in, with all roles, and for whom he acts
 * @param idToken the provider's token, which its sign-out asks for; empty where no provider took part
 * @param begun when he signed in
 * @param rolesAsOf when the roles were last read
 * @param actingUntil when acting for somebody ends, or null
 */
record Visit(
        Actor actor,
        String idToken,
        Instant begun,
        Instant rolesAsOf,
        @Nullable Instant actingUntil) implements Serializable {
    /** The session attribute that holds it. */
    static final String ATTRIBUTE = "visit";

    /**
     * The actor as handlers see him now. An officer who acts for a citizen leaves his offices at the door: nobody decides
     * in another's name.
     */
    Actor actor(Instant now) {
        if (actor.actingFor() == null) {
            return actor;
        }
        if (actingUntil == null || !now.isBefore(actingUntil)) {
            return new Actor(actor.number(), actor.name(), actor.assurance(), actor.roles(), null);
        }
        List<Actor.Appointment> kept = actor.roles().stream()
                .filter(appointment -> appointment.role() == Role.ASSISTANT)
                .toList();
        return new Actor(actor.number(), actor.name(), actor.assurance(), kept, actor.actingFor());
    }

    Visit withRoles(List<Actor.Appointment> roles, Instant asOf) {
        Actor changed = new Actor(actor.number(), actor.name(), actor.assurance(), roles, actor.actingFor());
        return new Visit(changed, idToken, begun, asOf, actingUntil);
    }

    Visit acting(Actor.@Nullable Represented represented, @Nullable Instant until) {
        Actor changed = new Actor(actor.number(), actor.name(), actor.assurance(), actor.roles(), represented);
        return new Visit(changed, idToken, begun, rolesAsOf, until);
    }
}
