package bz.ceiba.systems.border;

/**
 * A line of a list that can't be taken.
 *
 * @param line counted from 1, with the headings
 * @param what is wrong, in the reader's language
 */
public record WrongLine(long line, String what) {}
