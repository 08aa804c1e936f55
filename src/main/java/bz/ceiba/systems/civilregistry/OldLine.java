package bz.ceiba.systems.civilregistry;

import org.jspecify.annotations.Nullable;

/**
 * A line of an old page, as an officer sees it.
 *
 * @param task the last word of message keys {@code civilregistry.old.task-*}
 * @param reference its number in the index, once it is there
 */
public record OldLine(int line, String task, @Nullable Reference reference) {}
