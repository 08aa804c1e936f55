package bz.ceiba.systems.border;

import java.time.Instant;

/**
 * What Customs checked of what was declared.
 *
 * @param kind money or permit
 * @param verdict whether it agrees with what was declared, differs, or is missing
 * @param what the amount that was counted, or the permit's number; empty once it is erased
 */
public record CheckedThing(String kind, String verdict, String what, String byName, Instant checkedAt) {}
