package bz.ceiba.systems.border;

import org.jspecify.annotations.Nullable;

/**
 * Whether a traveller needs a visa, and which he has.
 *
 * @param needed whether nationals of his state need one
 * @param visa the one granted last for his passport; null when there is or need be none
 */
public record DeskVisa(boolean needed, @Nullable Visa visa) {
    /** Whether he may enter as far as that goes. */
    public boolean suffices() {
        return !needed || (visa != null && visa.isValid());
    }
}
