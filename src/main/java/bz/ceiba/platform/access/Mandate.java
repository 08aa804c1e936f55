package bz.ceiba.platform.access;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A right to act for somebody, in force: the one model for the portal and, by {@link Mandates}, for what the provider says in tokens.
 *
 * @param ground where it comes from
 * @param actor identity number of who may act
 * @param actorName as he writes it
 * @param represented the number of the person or company
 * @param representedName as it is written
 * @param company whether a company is represented
 * @param limits the matters to which it is limited; empty for everything
 * @param joint the matters in which another one has to confirm; with {@link Matter#ALL} every matter
 * @param until the first day on which it is no more, at midnight in Belize, or null when no day is set
 * @param reference by which its source finds it, such as the court's order, or null
 */
public record Mandate(
        Ground ground,
        String actor,
        String actorName,
        String represented,
        String representedName,
        boolean company,
        Set<Matter> limits,
        Set<Matter> joint,
        @Nullable LocalDate until,
        @Nullable String reference)
        implements Serializable {
    /** Where a right to act comes from. */
    public enum Ground {
        /** By law, until the child comes of age. */
        PARENT,
        /** By a court's order. */
        COURT,
        /** An office in a company. */
        OFFICER,
        /** A citizen's own will. */
        DELEGATION,
        /** A citizen's consent at a centre, for two hours. */
        ASSISTANT
    }

    public Mandate {
        limits = Set.copyOf(limits);
        joint = Set.copyOf(joint);
    }

    /** Whether it lets one act in a matter at all. */
    public boolean covers(Matter matter) {
        return switch (matter) {
            case ANY -> true;
            case OWN -> false;
            case ALL -> limits.isEmpty();
            case HEALTH, MONEY, SCHOOLING, TRAVEL -> limits.isEmpty() || limits.contains(matter);
        };
    }

    /** Whether another one has to confirm what is done in the matter. */
    public boolean needsAnother(Matter matter) {
        return joint.contains(Matter.ALL) || joint.contains(matter);
    }
}
