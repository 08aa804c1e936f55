package bz.ceiba.platform.kernel;

/** What a room keeps for one case and nothing else, which goes when the case's answers do. A room that keeps such a thing declares a bean. */
public interface KeptForCase {
    /** Erases it, in the transaction in which the answers go. */
    void erase(CaseNumber number);
}
