package bz.ceiba.systems.border;

import org.jspecify.annotations.Nullable;

/**
 * Both sides of what could not count.
 *
 * @param brought what the device brought
 * @param declaration what is declared now, or null when there is none
 * @param name of the traveller, or null
 * @param decision what the agency decided last of this traveller, or null
 */
public record DeskConflict(
        BroughtDecision brought,
        @Nullable Declaration declaration,
        @Nullable String name,
        @Nullable Decision decision) {}
