package bz.ceiba.platform.documents;

import java.time.Instant;
import java.util.UUID;

/** A legal hold as a supervisor reads it. */
public record HoldLine(UUID id, String caseNumber, String reason, Instant since) {}
