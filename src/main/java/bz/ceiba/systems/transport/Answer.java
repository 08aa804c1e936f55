package bz.ceiba.systems.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the register said at one time of one instant.
 *
 * @param vehicle that had the plate, or null
 * @param keeper who kept it, or null when nobody is known to have
 * @param state null when there is no vehicle
 * @param stage how far the driver was in the class, or null when he had no entitlement
 * @param licence the number of the licence that shows it, or null
 * @param bars why he might not drive all the same
 */
public record Answer(
        @Nullable Vehicle vehicle,
        @Nullable Keeper keeper,
        @Nullable VehicleState state,
        List<Marker> markers,
        List<Cover> covers,
        @Nullable Stage stage,
        @Nullable String licence,
        List<Bar> bars) {
    public Answer {
        markers = List.copyOf(markers);
        covers = List.copyOf(covers);
        bars = List.copyOf(bars);
    }

    /** Whether the driver might drive a vehicle of the class; a learner may with somebody beside him. */
    public boolean isLicensed() {
        return stage != null && bars.isEmpty();
    }
}
