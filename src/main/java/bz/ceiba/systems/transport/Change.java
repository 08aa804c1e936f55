package bz.ceiba.systems.transport;

import java.time.Instant;

/**
 * One change of the register, which may end and begin several facts.
 *
 * @param at since when the register knows what the change says
 */
record Change(long id, Instant at) {}
