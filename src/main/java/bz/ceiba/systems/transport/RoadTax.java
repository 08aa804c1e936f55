package bz.ceiba.systems.transport;

import bz.ceiba.platform.cases.CaseFile;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What stands against paying the road tax of a vehicle: before the bill, and again before the entry. */
@Component
class RoadTax {
    private static final String NOT_YOURS = "not-yours";

    private final Register register;

    RoadTax(Register register) {
        this.register = register;
    }

    Optional<Vehicle> vehicle(CaseFile file) {
        return Plates.parse(file.form().path("plate").asString("")).flatMap(register::byPlate);
    }

    /** The transition that says what stands against it, or nothing. */
    String against(CaseFile file) {
        VehicleNow now = vehicle(file).map(register::now).orElse(null);
        if (now == null || !now.isKeptBy(file.person().digits())) {
            return NOT_YOURS;
        }
        // Between the bill and the payment the plate may have gone to another vehicle.
        String looked = file.facts().path("vehicle").asString("");
        if (!looked.isEmpty() && !looked.equals(now.vehicle().chassis())) {
            return NOT_YOURS;
        }
        if (now.state().isEnd()) {
            return "gone";
        }
        if (!now.covers().contains(Cover.INSURANCE)) {
            return "uninsured";
        }
        return now.covers().contains(Cover.INSPECTION) ? "" : "uninspected";
    }
}
