package bz.ceiba.systems.civilregistry;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the entry of a birth is taken back.
 *
 * @param stays of a child that was entered twice, the entry that stays, or null
 */
record Annulled(Cause cause, @Nullable Reference stays) {
    enum Cause {
        DUPLICATE,
        ERROR,
        FRAUD;

        static Optional<Cause> of(String name) {
            return Arrays.stream(values())
                    .filter(one -> one.name().equals(name))
                    .findFirst();
        }
    }
}
