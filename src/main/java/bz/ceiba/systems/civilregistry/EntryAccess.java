package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Problem;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who at a desk gets an entry to see: the register is the Unit's, and an officer of another agency is none here. */
@Component
class EntryAccess {
    private final Entries entries;

    EntryAccess(Entries entries) {
        this.entries = entries;
    }

    static boolean isDesk(Actor actor) {
        return List.of(Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR).stream()
                .anyMatch(role -> actor.holds(role, RegisterEntry.AGENCY));
    }

    static boolean isRegistrar(Actor actor) {
        return actor.holds(Role.REGISTRAR, RegisterEntry.AGENCY);
    }

    /**
     * Makes sure that he works at the Unit.
     *
     * @throws Problem FORBIDDEN when he does not
     */
    static void requireDesk(Actor actor) {
        require(isDesk(actor));
    }

    private static void require(boolean may) {
        if (!may) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }

    /**
     * The entry, for whoever works at the Unit.
     *
     * @throws Problem FORBIDDEN when he does not; NOT_FOUND when there is none
     */
    Entry forDesk(Actor actor, String book, int number) {
        requireDesk(actor);
        return Optional.of(find(book, number))
                .filter(entry -> mayRead(actor, entry))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry"));
    }

    /** The book of adopted children is the registrars'. */
    static boolean mayRead(Actor actor, Entry entry) {
        return entry.event() != VitalEvent.ADOPTION || isRegistrar(actor);
    }

    /**
     * The entry, for one of the Unit's registrars.
     *
     * @throws Problem FORBIDDEN when he is none; NOT_FOUND when there is none
     */
    Entry forRegistrar(Actor actor, String book, int number) {
        require(isRegistrar(actor));
        return find(book, number);
    }

    private Entry find(String book, int number) {
        return entries.find(new Reference(book, number))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry"));
    }
}
