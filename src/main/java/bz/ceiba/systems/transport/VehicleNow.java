package bz.ceiba.systems.transport;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the register says of a vehicle now.
 *
 * @param plateOrNone that it has, or null
 * @param keeper null when nobody is known to keep it
 * @param keepers how many have kept it so far, as is known now
 */
public record VehicleNow(
        Vehicle vehicle,
        @Nullable String plateOrNone,
        @Nullable Keeper keeper,
        VehicleState state,
        List<MarkerNow> markers,
        List<Cover> covers,
        int keepers) {
    public VehicleNow {
        markers = List.copyOf(markers);
        covers = List.copyOf(covers);
    }

    public Optional<String> plate() {
        return Optional.ofNullable(plateOrNone);
    }

    public boolean isKeptBy(String number) {
        return keeper != null && keeper.number().equals(number);
    }
}
