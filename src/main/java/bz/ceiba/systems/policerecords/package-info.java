/**
 * The Online Criminal Records Registry: the register of convictions and the police record certificate. Owned
 * by the Belize Police Department.
 */
@NullMarked
@ApplicationModule(
        id = "policerecords",
        displayName = "Police records",
        allowedDependencies = {"kernel", "web", "audit", "access", "cases", "documents", "exchange"})
package bz.ceiba.systems.policerecords;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
