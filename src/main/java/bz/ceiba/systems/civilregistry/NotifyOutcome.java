package bz.ceiba.systems.civilregistry;

/**
 * What became of one of several.
 *
 * @param number the notifier's own, as far as it could be read
 * @param words what is wrong, or nothing
 */
public record NotifyOutcome(String number, NotifyResult result, String words) {}
