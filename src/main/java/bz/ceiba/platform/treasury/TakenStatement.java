package bz.ceiba.platform.treasury;

/** What became of one statement of a file; {@code fresh} is false when it was there already. */
public record TakenStatement(String account, String number, int lines, boolean fresh) {}
