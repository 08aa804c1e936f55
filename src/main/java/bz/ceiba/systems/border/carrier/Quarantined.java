package bz.ceiba.systems.border.carrier;

import java.time.Instant;

/**
 * Something in quarantine.
 *
 * @param reference of the carrier's file
 */
public record Quarantined(long id, String carrier, String reference, Instant receivedAt, Fault fault) {}
