package bz.ceiba.systems.transport;

import java.util.Locale;
import java.util.UUID;

final class TestVehicles {
    private TestVehicles() {}

    static Vehicle any() {
        return new Vehicle(0, chassis(), VehicleKind.PICKUP, "Toyota", "Hilux", 2014, "white");
    }

    static String chassis() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 17).toUpperCase(Locale.ROOT);
    }

    static String plate() {
        return "T-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 7).toUpperCase(Locale.ROOT);
    }
}
