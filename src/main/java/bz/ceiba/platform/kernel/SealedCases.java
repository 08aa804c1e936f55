package bz.ceiba.platform.kernel;

/** Knows which cases, with all that was issued in them, are to be treated as if they did not exist. Asked often, so it must answer fast. */
public interface SealedCases {
    /** Whether nobody may see the case or be told that there is one. */
    boolean isSealed(CaseNumber number);
}
