package bz.ceiba.platform.insight;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a case in order to count its next step; nothing of its person.
 *
 * @param key the case's name here, see {@link CaseKeys}
 * @param revision of the newest step that was counted
 * @param waiting whom it waits for, in lower case
 * @param stoppedOn the day on which the deadline's clock stopped, or null while it runs
 * @param decided whether a decision was counted
 * @param open whether it had not ended with that step
 * @param ended whether an end was counted; a case may be open again after that
 */
record CaseFact(
        String key,
        String service,
        String agency,
        String district,
        int revision,
        String waiting,
        LocalDate submittedOn,
        @Nullable LocalDate dueOn,
        @Nullable LocalDate stoppedOn,
        boolean decided,
        boolean open,
        boolean ended) {
    /** The same in a district. */
    CaseFact in(String place) {
        return new CaseFact(
                key, service, agency, place, revision, waiting, submittedOn, dueOn, stoppedOn, decided, open, ended);
    }

    /** Whether its last day had passed on a day, or when the clock stopped. */
    boolean lateOn(LocalDate day) {
        LocalDate due = dueOn;
        return due != null && due.isBefore(stoppedOn == null ? day : stoppedOn);
    }
}
