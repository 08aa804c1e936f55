package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket that was accepted.
 *
 * @param penalty by the tariff on the day of the offence, and {@code points} likewise
 * @param clockBehind how far the phone's clock was behind ours
 * @param place in the officer's words
 * @param road its code, which he chose or which his words name, or {@code OTHER}; null when nobody knows
 * @param driver whom the officer named, or null
 * @param liable who has to answer for it
 * @param then what the register said of plate and driver at that instant, in its own words, as known then; {@code now} as known when it came
 * @param flags what an officer should look at: the last words of message keys
 */
public record Ticket(
        CaseNumber number,
        UUID device,
        String officer,
        String agency,
        String offence,
        Instant at,
        Instant writtenAt,
        Duration clockBehind,
        Instant receivedAt,
        int serial,
        Money penalty,
        int points,
        @Nullable String place,
        @Nullable String road,
        @Nullable Double mile,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable Double accuracy,
        @Nullable String plate,
        @Nullable PersonNumber driver,
        PersonNumber liable,
        KnownAt then,
        KnownAt now,
        List<String> flags,
        String signed) {
    /**
     * What the register said of an instant.
     *
     * @param keeper his name, or null
     * @param licensed whether the driver might drive the vehicle
     * @param stage null when he had no entitlement
     * @param bars why he might not drive all the same
     */
    public record KnownAt(
            @Nullable String vehicle,
            @Nullable String keeper,
            boolean licensed,
            @Nullable String stage,
            List<String> bars,
            List<String> covers,
            List<String> markers) {
        public KnownAt {
            bars = List.copyOf(bars);
            covers = List.copyOf(covers);
            markers = List.copyOf(markers);
        }

        static KnownAt of(Answer answer) {
            Vehicle vehicle = answer.vehicle();
            Keeper keeper = answer.keeper();
            Stage stage = answer.stage();
            return new KnownAt(
                    vehicle == null ? null : vehicle.make() + " " + vehicle.model() + ", " + vehicle.colour(),
                    keeper == null ? null : keeper.name(),
                    answer.isLicensed(),
                    stage == null ? null : stage.name(),
                    answer.bars().stream().map(Bar::name).toList(),
                    answer.covers().stream().map(Cover::name).toList(),
                    answer.markers().stream().map(Marker::name).toList());
        }
    }

    public Ticket {
        flags = List.copyOf(flags);
    }

    Ticket withFlags(List<String> found) {
        return new Ticket(
                number,
                device,
                officer,
                agency,
                offence,
                at,
                writtenAt,
                clockBehind,
                receivedAt,
                serial,
                penalty,
                points,
                place,
                road,
                mile,
                latitude,
                longitude,
                accuracy,
                plate,
                driver,
                liable,
                then,
                now,
                found,
                signed);
    }
}
