package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as an officer wrote it on his phone, and the phone signed it.
 *
 * @param number from those that the phone was lent
 * @param serial counts the tickets of this phone
 * @param offence its code in the tariff
 * @param at when it happened
 * @param writtenAt what the phone's clock said when it was written
 * @param road its code in the country pack, or {@code OTHER}, and {@code mile} on it; null from phones that do not ask for it yet
 * @param accuracy of the place, in metres
 * @param driver his identity number
 * @param language in which he wants to be written to, ISO 639
 * @param photo the SHA-256 of the photograph, and {@code signature} that of the signature, base64url
 */
record WrittenTicket(
        String number,
        int serial,
        String offence,
        Instant at,
        Instant writtenAt,
        @Nullable String place,
        @Nullable String road,
        @Nullable Double mile,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable Double accuracy,
        @Nullable String plate,
        @Nullable String driver,
        @Nullable String driverName,
        @Nullable String language,
        @Nullable String photo,
        @Nullable String signature) {}
