package bz.ceiba.systems.border;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an officer has just done, which the page that follows confirms: the last word of a message key, as the address carries it. */
public final class Done {
    private static final Set<String> ALL = Set.of(
            "decided",
            "settled",
            "revoked",
            "judged",
            "answered",
            "proposed",
            "written",
            "agreed",
            "declined",
            "drafted",
            "rehearsed",
            "carrier",
            "carrier-ended",
            "quarantine",
            "registered",
            "duty",
            "billed",
            "seizure",
            "checked",
            "vehicle",
            "left");

    private Done() {}

    /** Null when it is nothing of ours. */
    public static @Nullable String known(String done) {
        return ALL.contains(done) ? done : null;
    }

    /** The page that confirms it. */
    public static String at(String path, String done) {
        return "redirect:" + path + "?done=" + done;
    }
}
