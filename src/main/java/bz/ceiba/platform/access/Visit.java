package bz.ceiba.platform.access;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From one person's sign-in to the sign-out: all that the session keeps of it.
 *
 * @param actor who signed in, with all roles, and for whom he acts
 * @param idToken the provider's token, which its sign-out asks for; empty where no provider took part
 * @param begun when he signed in
 * @param rolesAsOf when the roles were last read
 * @param lent what he is lent in an emergency besides
 */
record Visit(Actor actor, String idToken, Instant begun, Instant rolesAsOf, List<Emergency.Lent> lent)
        implements Serializable {
    /** The session attribute that holds it. */
    static final String ATTRIBUTE = "visit";

    Visit {
        // A session that an earlier version wrote has none.
        lent = Objects.requireNonNullElse(lent, List.of());
    }

    /**
     * The actor as handlers see him. An officer who acts for somebody leaves his offices at the door: nobody decides in another's name.
     * An assistant stays one while he acts by a citizen's consent.
     */
    Actor actor(Instant now) {
        Actor.Represented represented = actor.actingFor();
        if (represented == null) {
            // What he is lent comes first: where a page is about one agency, it is the one that has the emergency.
            List<Actor.Appointment> roles = Stream.concat(
                            lentAt(now).stream().map(Emergency.Lent::post), actor.roles().stream())
                    .distinct()
                    .toList();
            return new Actor(actor.number(), actor.name(), actor.assurance(), roles, null);
        }
        boolean assists =
                represented.mandates().stream().anyMatch(mandate -> mandate.ground() == Mandate.Ground.ASSISTANT);
        List<Actor.Appointment> kept = actor.roles().stream()
                .filter(appointment -> assists && appointment.role() == Role.ASSISTANT)
                .toList();
        return new Actor(actor.number(), actor.name(), actor.assurance(), kept, represented);
    }

    /** What he is lent at an instant. */
    List<Emergency.Lent> lentAt(Instant now) {
        return lent.stream().filter(one -> now.isBefore(one.until())).toList();
    }

    Visit withRoles(List<Actor.Appointment> roles, List<Emergency.Lent> lentNow, Instant asOf) {
        Actor changed = new Actor(actor.number(), actor.name(), actor.assurance(), roles, actor.actingFor());
        return new Visit(changed, idToken, begun, asOf, lentNow);
    }

    Visit acting(Actor.@Nullable Represented represented) {
        Actor changed = new Actor(actor.number(), actor.name(), actor.assurance(), actor.roles(), represented);
        return new Visit(changed, idToken, begun, rolesAsOf, lent);
    }
}
