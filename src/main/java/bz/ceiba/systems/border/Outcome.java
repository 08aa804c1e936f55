package bz.ceiba.systems.border;

import java.util.Arrays;
import java.util.List;

/** What an officer may decide of a traveller, each for his agency. */
public enum Outcome {
    /** He may enter, until a day if he is no national; or leave. */
    ADMIT(Part.IMMIGRATION),
    /** Another officer is to look at him more closely. */
    REFER(Part.IMMIGRATION),
    /** He may not enter, on grounds that he is told with his rights. */
    REFUSE(Part.IMMIGRATION),
    /** His goods pass. */
    CLEAR(Part.CUSTOMS),
    /** His goods are to be looked at. */
    INSPECT(Part.CUSTOMS),
    /** Goods were kept. */
    SEIZE(Part.CUSTOMS);

    private final Part part;

    Outcome(Part part) {
        this.part = part;
    }

    static List<Outcome> of(Part part) {
        return Arrays.stream(values()).filter(one -> one.part == part).toList();
    }

    /** Whether the traveller can't change the declaration any more: somebody decided on its strength. */
    boolean isFinal() {
        return this != REFER && this != INSPECT;
    }

    /** Whether it needs words: conditions may be left out, grounds may not. */
    boolean needsGrounds() {
        return this == REFUSE || this == SEIZE || this == REFER || this == INSPECT;
    }
}
