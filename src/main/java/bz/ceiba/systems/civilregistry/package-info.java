/**
 * The civil registry: the register of births and deaths, what is notified to it, the certificates and the statistics of what it holds, and
 * the index of old books. Owned by the Vital Statistics Unit.
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
