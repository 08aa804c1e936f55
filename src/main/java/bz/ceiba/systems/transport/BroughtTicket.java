package bz.ceiba.systems.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as a phone brings it.
 *
 * @param signed a compact JWS
 * @param photo a JPEG or PNG, and {@code signature} a PNG; null when there is none
 * @param clockBehind how far the phone's clock is behind ours
 */
record BroughtTicket(String signed, byte @Nullable [] photo, byte @Nullable [] signature, Duration clockBehind) {}
