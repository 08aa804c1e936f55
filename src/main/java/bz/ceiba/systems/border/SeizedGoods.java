package bz.ceiba.systems.border;

import org.jspecify.annotations.Nullable;

/**
 * What Customs seized from a traveller.
 *
 * @param position his place on the declaration
 * @param words what, and on which grounds
 * @param receipt the number of the receipt that he has, or null
 */
public record SeizedGoods(
        int position, String words, @Nullable String receipt) {}
