/**
 * The rights that people have over their data, as a service with deadlines, and the Data Protection Commissioner who decides when an office
 * refuses or says nothing.
 */
@NullMarked
@ApplicationModule(
        id = "dataprotection",
        displayName = "Data protection",
        allowedDependencies = {"kernel", "web", "access", "cases", "exchange"})
package bz.ceiba.systems.dataprotection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
