package bz.ceiba.systems.civilregistry;

import java.time.Instant;

/** An annulment that waits for a second registrar, as he reads it. */
public record ShownAnnulment(String why, String evidence, String byName, Instant at) {}
