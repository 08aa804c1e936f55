package bz.ceiba.systems.border.screening;

/**
 * What a version does to one entry.
 *
 * @param what ADDED, CHANGED or REMOVED
 * @param caption what the entry is called
 */
public record ListChange(String entry, String what, String caption) {}
