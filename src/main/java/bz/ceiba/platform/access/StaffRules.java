package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.springframework.stereotype.Component;

/** Who has a say about whose offices, and who is to be told of what happens to them. */
@Component
class StaffRules {
    /** They have power over colleagues, or over what others rely on. */
    private static final Set<Role> SENSITIVE = EnumSet.of(Role.SUPERVISOR, Role.AUDITOR, Role.REGISTRAR);

    /** Closes the day, and moves money between accounts. */
    private static final Set<Actor.Appointment> SENSITIVE_POSTS =
            Set.of(new Actor.Appointment("treasury", Role.OFFICER));

    private final Appointments appointments;
    private final Officers officers;
    private final Country country;
    private final AccessSettings settings;

    StaffRules(Appointments appointments, Officers officers, Country country, AccessSettings settings) {
        this.appointments = appointments;
        this.officers = officers;
        this.country = country;
        this.settings = settings;
        country.agency(settings.topAgency());
    }

    /** What he holds is read anew, so that who was removed a moment ago appoints nobody. */
    Say of(Actor actor) {
        List<Actor.Appointment> held = actor.actingFor() == null ? appointments.of(actor.person()) : List.of();
        return new Say(held, country, settings.topAgency());
    }

    /**
     * @throws Problem FORBIDDEN unless he has this say about the agency; also for one that is not in the organogram
     */
    Say require(Actor actor, String agency, BiPredicate<Say, String> may) {
        Say say = of(actor);
        if (!isAgency(agency) || !may.test(say, agency)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.not-your-agency");
        }
        return say;
    }

    boolean isAgency(String agency) {
        return country.agencies().stream().anyMatch(one -> one.id().equals(agency));
    }

    /** Whether a second person has to agree before somebody holds it. */
    boolean isSensitive(Actor.Appointment post) {
        return SENSITIVE.contains(post.role()) || SENSITIVE_POSTS.contains(post);
    }

    /** Whether somebody supervises the agency or one above it. */
    boolean isSupervised(String agency) {
        return !officers.of(agency, Role.SUPERVISOR).isEmpty()
                || country.above(agency).stream()
                        .anyMatch(one -> !officers.of(one, Role.SUPERVISOR).isEmpty());
    }

    /** The agencies above one, nearest first, with the top one at the end; none above that. */
    List<String> above(String agency) {
        List<String> above = new ArrayList<>(country.above(agency));
        if (!agency.equals(settings.topAgency())) {
            above.remove(settings.topAgency());
            above.add(settings.topAgency());
        }
        return above;
    }

    /** Who holds the role in the agency, or else in the nearest one above it where somebody other than these does. */
    List<Officers.Officer> nearest(String agency, Role role, Set<String> except) {
        List<String> ladder = new ArrayList<>(List.of(agency));
        ladder.addAll(above(agency));
        return ladder.stream()
                .map(one -> others(one, role, except))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    List<Officers.Officer> others(String agency, Role role, Set<String> except) {
        return officers.of(agency, role).stream()
                .filter(officer -> !except.contains(officer.person().digits()))
                .toList();
    }
}
