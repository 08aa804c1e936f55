package bz.ceiba.systems.civilregistry;

import java.time.Instant;

/** A page in the list of old pages. */
public record OldPageLine(
        String id, VitalEvent event, String title, String folio, int lines, int settled, String byName, Instant at) {}
