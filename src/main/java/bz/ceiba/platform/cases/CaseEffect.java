package bz.ceiba.platform.cases;

/**
 * What a system does when a case takes a transition whose definition says {@code run}. It runs after the commit, is
 * retried when it throws, and so must be idempotent. Its class carries {@link EffectName}.
 */
public interface CaseEffect {
    /**
     * Does it.
     *
     * @param file the case as it was right after the transition, or later if this is a repetition
     */
    void run(CaseFile file);
}
