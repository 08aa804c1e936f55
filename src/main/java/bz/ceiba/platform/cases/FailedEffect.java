package bz.ceiba.platform.cases;

import java.time.Instant;

/**
 * What was to happen after a transition and gave up.
 *
 * @param effect the name of the {@link CaseEffect}
 * @param revision of the case after the transition
 */
public record FailedEffect(String effect, int revision, String error, Instant at) {}
