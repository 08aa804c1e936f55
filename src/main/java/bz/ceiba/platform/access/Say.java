package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * In what a member of staff has a say about others' offices. It rests on the offices that he holds by appointment; what he is lent in an
 * emergency gives him none.
 *
 * @param held by appointment, now
 * @param top the agency that is above those that have none above them
 */
record Say(List<Actor.Appointment> held, Country country, String top) {
    Say {
        held = List.copyOf(held);
    }

    /** An agency and those above it, nearest first. */
    private List<String> line(String agency) {
        List<String> line = new ArrayList<>(List.of(agency));
        line.addAll(country.above(agency));
        return line;
    }

    private boolean holds(Role role, String agency) {
        return held.contains(new Actor.Appointment(agency, role));
    }

    /** Whether he supervises the agency or one above it. */
    boolean governs(String agency) {
        return line(agency).stream().anyMatch(one -> holds(Role.SUPERVISOR, one));
    }

    private boolean supervisesTop() {
        return holds(Role.SUPERVISOR, top);
    }

    /** Whether he is an auditor of the agency, of one above it or of the top one. */
    boolean audits(String agency) {
        return holds(Role.AUDITOR, top) || line(agency).stream().anyMatch(one -> holds(Role.AUDITOR, one));
    }

    /**
     * Whether he may appoint somebody there: in his own line to everything; from the top agency the first supervisor only.
     *
     * @param supervised whether somebody supervises the agency or one above it
     */
    boolean appoints(Actor.Appointment post, boolean supervised) {
        return governs(post.agency()) || (supervisesTop() && post.role() == Role.SUPERVISOR && !supervised);
    }

    /** Whether he may end what somebody holds there, in an emergency too. */
    boolean ends(String agency) {
        return governs(agency) || supervisesTop();
    }

    /** Whether he may be the second person for an appointment, or see who holds what. */
    boolean seconds(String agency) {
        return ends(agency) || audits(agency);
    }

    /** Whether he may confirm in a review what others hold there. Nobody is above the top agency, so its auditors may. */
    boolean reviews(String agency) {
        return ends(agency) || (agency.equals(top) && audits(agency));
    }

    /** The agencies whose offices concern him, in the organogram's order: from the top all of them. */
    Set<String> agencies() {
        Set<String> agencies = new LinkedHashSet<>();
        held.stream()
                .filter(post -> post.role() == Role.SUPERVISOR || post.role() == Role.AUDITOR)
                .map(Actor.Appointment::agency)
                .filter(agency ->
                        country.agencies().stream().anyMatch(one -> one.id().equals(agency)))
                .forEach(agencies::add);
        country.agencies().stream()
                .map(Country.Agency::id)
                .filter(this::seconds)
                .sorted()
                .forEach(agencies::add);
        return agencies;
    }
}
