package bz.ceiba.systems.transport;

import java.time.Instant;

/**
 * What a vehicle has today.
 *
 * @param until the first instant without it; what continues it on the same instant counts
 */
public record CoverNow(Cover cover, Instant until) {}
