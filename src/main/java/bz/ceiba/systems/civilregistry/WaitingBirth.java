package bz.ceiba.systems.civilregistry;

import java.time.LocalDate;
import java.util.Map;

/**
 * A birth that waits to be registered.
 *
 * @param where where it was, in the reader's language
 * @param until the last day on which it is free
 * @param answers what the form is filled in with
 */
public record WaitingBirth(
        LocalDate bornOn, String where, LocalDate until, boolean stillbirth, Map<String, String> answers) {}
