package bz.ceiba.systems.transport;

import java.util.List;

/**
 * A vehicle that the reader keeps.
 *
 * @param covers what it has today, and until when
 * @param certificate the number of his certificate of registration, or empty
 */
public record OwnVehicle(VehicleNow now, List<CoverNow> covers, String certificate) {
    public OwnVehicle {
        covers = List.copyOf(covers);
    }
}
