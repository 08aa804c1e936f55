package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;

/**
 * Who may act for whom now: parents until midnight of the day of coming of age, whom a court appointed, officers of companies, and
 * whom a citizen lets act. Each call reads it anew, so what has ended has ended on all processes. The room that keeps the register of
 * people implements it.
 */
public interface Mandates {
    /** Those under which somebody may act, by the name of whom he may act for. */
    List<Mandate> of(PersonNumber actor);

    /** Those between two; empty when the one may not act for the other. Several add up. */
    List<Mandate> between(PersonNumber actor, PersonNumber represented);

    /** Those under which others may act for somebody. */
    List<Mandate> over(PersonNumber represented);

    /** For whom somebody may act or ever might, so that he can read what he did for them; the latest first, at most 100. */
    List<PersonNumber> ever(PersonNumber actor);
}
