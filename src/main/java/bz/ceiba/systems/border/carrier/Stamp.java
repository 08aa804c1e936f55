package bz.ceiba.systems.border.carrier;

import java.time.Instant;

/**
 * When a carrier said something, which orders what he said whatever the order in which it arrives.
 *
 * @param at as the sender says
 * @param order tells apart what was said within the same minute: the interchange's reference and the message's
 */
record Stamp(Instant at, String order) {}
