package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** How two people are related, as far as the parents in the register of births show it. */
@Component
class Kinship {
    /** What two people are to each other. */
    enum Degree {
        PARENT,
        GRANDPARENT,
        /** Also of one parent only. */
        SIBLING,
        PARENTS_SIBLING;

        /** As the country pack and messages call it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Entries entries;

    Kinship(Entries entries) {
        this.entries = entries;
    }

    /** Empty when the register shows none of these. */
    Optional<Degree> between(PersonNumber one, PersonNumber other) {
        Set<PersonNumber> mine = parents(Set.of(one));
        Set<PersonNumber> theirs = parents(Set.of(other));
        if (mine.contains(other) || theirs.contains(one)) {
            return Optional.of(Degree.PARENT);
        }
        Set<PersonNumber> beforeMine = parents(mine);
        Set<PersonNumber> beforeTheirs = parents(theirs);
        if (beforeMine.contains(other) || beforeTheirs.contains(one)) {
            return Optional.of(Degree.GRANDPARENT);
        }
        if (mine.stream().anyMatch(theirs::contains)) {
            return Optional.of(Degree.SIBLING);
        }
        boolean parentsSibling = beforeMine.stream().anyMatch(theirs::contains)
                || beforeTheirs.stream().anyMatch(mine::contains);
        return parentsSibling ? Optional.of(Degree.PARENTS_SIBLING) : Optional.empty();
    }

    private Set<PersonNumber> parents(Set<PersonNumber> children) {
        Set<PersonNumber> parents = new LinkedHashSet<>();
        for (PersonNumber child : children) {
            entries.of(child).stream()
                    .filter(entry -> child.equals(entry.child()) && !entry.isAnnulled())
                    .forEach(entry -> {
                        entry.today().person(Field.MOTHER_NUMBER).ifPresent(parents::add);
                        entry.today().person(Field.FATHER_NUMBER).ifPresent(parents::add);
                    });
        }
        return parents;
    }
}
