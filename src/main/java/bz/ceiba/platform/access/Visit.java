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
 */
record Visit(Actor actor, String idToken, Instant begun, Instant rolesAsOf) implements Serializable {
    /** The session attribute that holds it. */
    static final String ATTRIBUTE = "visit";

    /**
     * The actor as handlers see him. An officer who acts for somebody leaves his offices at the door: nobody decides in another's name.
     * An assistant stays one while he acts by a citizen's consent.
     */
    Actor seen() {
        Actor.Represented represented = actor.actingFor();
        if (represented == null) {
            return actor;
        }
        boolean assists =
                represented.mandates().stream().anyMatch(mandate -> mandate.ground() == Mandate.Ground.ASSISTANT);
        List<Actor.Appointment> kept = actor.roles().stream()
                .filter(appointment -> assists && appointment.role() == Role.ASSISTANT)
                .toList();
        return new Actor(actor.number(), actor.name(), actor.assurance(), kept, represented);
    }

    Visit withRoles(List<Actor.Appointment> roles, Instant asOf) {
        Actor changed = new Actor(actor.number(), actor.name(), actor.assurance(), roles, actor.actingFor());
        return new Visit(changed, idToken, begun, asOf);
    }

    Visit acting(Actor.@Nullable Represented represented) {
        Actor changed = new Actor(actor.number(), actor.name(), actor.assurance(), actor.roles(), represented);
        return new Visit(changed, idToken, begun, rolesAsOf);
    }
}
