package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose part of a declaration something is: each agency sees its own and what is both's. */
enum Part {
    BOTH("both"),
    IMMIGRATION("immigration"),
    CUSTOMS("customs");

    /** As the organogram names the agency, and as questions name whose they are. */
    private final String agency;

    Part(String agency) {
        this.agency = agency;
    }

    String agency() {
        return agency;
    }

    /** The other agency's, seen from one's. */
    Part other() {
        return switch (this) {
            case BOTH -> BOTH;
            case IMMIGRATION -> CUSTOMS;
            case CUSTOMS -> IMMIGRATION;
        };
    }

    /** Whose officer somebody is; empty for all others. */
    static Optional<Part> of(Actor actor) {
        return of(actor, Role.OFFICER);
    }

    /** Where somebody holds a role. */
    static Optional<Part> of(Actor actor, Role role) {
        return Stream.of(IMMIGRATION, CUSTOMS)
                .filter(part -> actor.holds(role, part.agency))
                .findFirst();
    }
}
