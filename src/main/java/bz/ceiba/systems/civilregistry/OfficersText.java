package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.util.Locale;
import java.util.Map;

/** What an officer has to write whenever he notes something in the register: why, and on what evidence. */
final class OfficersText {
    private static final int SHORTEST_WHY = 10;
    private static final int SHORTEST_EVIDENCE = 3;
    private static final int LONGEST = 1_000;

    private OfficersText() {}

    static Typed typed(Map<String, String> posted, Messages messages, Locale locale) {
        return new Typed(posted, messages, locale, "civilregistry.");
    }

    static String why(Typed typed) {
        return typed.text("why", SHORTEST_WHY, LONGEST, "annotate.why-wrong");
    }

    static String evidence(Typed typed) {
        return typed.text("evidence", SHORTEST_EVIDENCE, LONGEST, "annotate.evidence-wrong");
    }
}
