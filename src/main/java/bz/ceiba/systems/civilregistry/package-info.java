/**
 * The civil registry: the register of births, what is notified to it, and the certificates of what it holds. Owned by the Vital Statistics
 * Unit.
 */
@NullMarked
@ApplicationModule(
        id = "civilregistry",
        displayName = "Civil registry",
        allowedDependencies = {
            "kernel",
            "web",
            "audit",
            "access",
            "notifications",
            "cases",
            "documents",
            "exchange",
            "insight"
        })
package bz.ceiba.systems.civilregistry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
