package bz.ceiba.systems.transport;

import java.time.Instant;

/**
 * Points of a driver that count.
 *
 * @param ticket the number of its case
 * @param at when the offence was
 * @param countedAt since when they count
 */
public record CountedPoints(String ticket, Instant at, int points, Instant countedAt) {}
