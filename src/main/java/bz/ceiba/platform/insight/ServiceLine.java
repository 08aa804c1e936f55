package bz.ceiba.platform.insight;

/**
 * A service in the list of all, as it is read.
 *
 * @param decided this month, in words where the number may not be told
 * @param median working days, or a dash
 * @param inTime the share, or a dash
 */
public record ServiceLine(String id, String title, String decided, String median, String inTime) {}
