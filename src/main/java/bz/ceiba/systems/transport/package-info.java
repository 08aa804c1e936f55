/**
 * Transport: the register of vehicles and drivers, in which every fact has the time when it was so and the time when it was known. Owned by
 * the Ministry of Transport.
 */
@NullMarked
@ApplicationModule(
        id = "transport",
        displayName = "Transport",
        allowedDependencies = {
            "kernel",
            "web",
            "audit",
            "access",
            "notifications",
            "cases",
            "documents",
            "exchange",
            "payments",
            "insight"
        })
package bz.ceiba.systems.transport;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
